import type { VirtualClock } from './clock.ts'
import { installMeteredMap } from './metered-map.ts'
import { type Random, uuidFrom } from './virtual-clock.ts'

interface Host {
  readonly clock: VirtualClock
  readonly random: Random
  /** Told what is written to maps: the memory of the shell. */
  readonly allocate: (units: number) => void
}

let current: Host | undefined

const RealDate = Date
const realRandom = Math.random
const realPerformanceNow = performance.now.bind(performance)
const realRandomUuid = crypto.randomUUID.bind(crypto)

/**
 * Time and chance of everything in this thread (shell, interpreter, their libraries) come from the
 * sandbox that `withHost` names, and it is told what the shell keeps. Only for worker threads: it
 * replaces globals.
 */
export function installHostGlobals(): void {
  class HostDate extends RealDate {
    constructor(...args: [] | [string | number | Date]) {
      if (args.length === 0) super(HostDate.now())
      else super(...args)
    }
    static override now(): number {
      return current ? current.clock.now() : RealDate.now()
    }
  }
  globalThis.Date = new Proxy(HostDate, {
    apply: () => new HostDate().toString(),
  }) as unknown as DateConstructor
  Math.random = () => (current ? current.random.next() : realRandom())
  performance.now = () => (current ? current.clock.now() : realPerformanceNow())
  crypto.randomUUID = () => (current ? uuidFrom(current.random) : realRandomUuid())
  installMeteredMap((units) => current?.allocate(units))
}

/** Runs `work` with a sandbox's time, chance and memory. One at a time: the globals are the thread's. */
export async function withHost<T>(host: Host, work: () => Promise<T>): Promise<T> {
  current = host
  try {
    return await work()
  } finally {
    current = undefined
  }
}
