import { setMaxListeners } from 'node:events'
import { messageOf, SandboxError, systemClock, withoutSlots } from '../../../core/index.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { openGateway } from '../gateway/open-gateway.ts'
import { findBrowser } from './find-browser.ts'
import { launchBrowser, type RunningBrowser } from './launch-browser.ts'
import type { ContextLease, LeaseOptions } from './lease.ts'
import { keyOf, openContext, type PooledContext } from './open-context.ts'

/** Gives out contexts of one browser that it starts when it is needed and ends when it is not. */
export interface BrowserPool extends AsyncDisposable {
  /**
   * A context with nothing in it but, where the one before took its page with `takePage`, that page, cleaned.
   * @throws ConfigError where no browser is found, SandboxError where none starts; the reason of an aborted signal.
   */
  lease(options: LeaseOptions): Promise<ContextLease>
  /** Ids of the browsers' processes. */
  processes(): readonly number[]
  /** Ends the browsers; what is leased is lost. */
  close(): Promise<void>
}

export interface PoolOptions {
  readonly openGateway: () => Promise<Gateway>
  readonly findBrowser?: () => string
  /** How long a browser that nobody uses is kept. */
  readonly idleMs?: number
  /** After that many leases a new browser takes over: its memory grows. */
  readonly leasesPerBrowser?: number
  /** A lease that is not given back is taken back. */
  readonly leaseMs?: number
}

const IDLE_MS = 5000
const LEASES_PER_BROWSER = 2000
const BROWSER_MS = 4 * 3_600_000
const LEASE_MS = 2 * 3_600_000
/** A context's renderer grows, too. */
const USES_PER_CONTEXT = 100
const MOST_KEPT = 32
const NOTHING = { site: {}, liveHosts: [] }

interface Host extends RunningBrowser {
  readonly headed: boolean
  readonly since: number
  readonly kept: PooledContext[]
  leases: number
  served: number
  idle?: NodeJS.Timeout
}

export function createBrowserPool(options: PoolOptions): BrowserPool {
  const { idleMs = IDLE_MS, leasesPerBrowser = LEASES_PER_BROWSER, leaseMs = LEASE_MS } = options
  const hosts = new Map<boolean, Promise<Host>>()
  const all = new Set<Host>()

  const start = async (headed: boolean): Promise<Host> => {
    const executable = (options.findBrowser ?? findBrowser)()
    const running = await withoutSlots(() => launchBrowser({ executable, headed }))
    const parts = { headed, since: systemClock.now(), kept: [], leases: 0, served: 0 }
    const host: Host = Object.assign(running, parts)
    all.add(host)
    // One of each lease: dozens at a time are no leak.
    setMaxListeners(0, host.lost)
    host.lost.addEventListener('abort', () => {
      leave(host)
      all.delete(host)
      for (const { gateway } of host.kept.splice(0)) gateway.close().catch(() => {})
    })
    return host
  }

  /** No new leases of it. */
  const leave = (host: Host) => {
    const current = hosts.get(host.headed)
    current?.then(
      (found) => found === host && hosts.get(host.headed) === current && hosts.delete(host.headed),
      () => {},
    )
    gone.add(host)
  }
  const gone = new WeakSet<Host>()

  const hostFor = async (headed: boolean): Promise<Host> => {
    const found = hosts.get(headed)
    const host = await found
    if (host && !gone.has(host)) {
      const isOld = host.served >= leasesPerBrowser || systemClock.now() - host.since >= BROWSER_MS
      if (!isOld) return enter(host)
      leave(host)
      settle(host)
    }
    // Somebody else who waited may have started one.
    if (hosts.get(headed) !== found) return hostFor(headed)
    const starting = start(headed)
    hosts.set(headed, starting)
    starting.catch(() => hosts.get(headed) === starting && hosts.delete(headed))
    await starting
    return hostFor(headed)
  }

  const enter = (host: Host): Host => {
    clearTimeout(host.idle)
    host.process.hold(true)
    host.leases++
    host.served++
    return host
  }

  const settle = (host: Host) => {
    if (host.leases > 0 || host.lost.aborted) return
    if (gone.has(host)) return void end(host)
    // A program with nothing else to do need not wait for it.
    host.process.hold(false)
    host.idle = setTimeout(() => end(host), idleMs).unref()
  }

  const end = async (host: Host): Promise<void> => {
    clearTimeout(host.idle)
    leave(host)
    all.delete(host)
    await Promise.allSettled(host.kept.splice(0).map(({ gateway }) => gateway.close()))
    await host.close()
  }

  const contextFor = async (host: Host, wanted: LeaseOptions): Promise<PooledContext> => {
    const isWanted = ({ key }: PooledContext) => key === keyOf(wanted)
    const index = wanted.recording.video === 'none' ? host.kept.findIndex(isWanted) : -1
    const [kept] = index < 0 ? [] : host.kept.splice(index, 1)
    if (kept) return kept
    const gateway = await options.openGateway()
    try {
      return await openContext(host, gateway, wanted)
    } catch (error) {
      await gateway.close()
      throw error
    }
  }

  const giveBack = async (host: Host, pooled: PooledContext, isClean: boolean) => {
    const { gateway } = pooled
    gateway.serve(NOTHING)
    pooled.uses++
    const isUsable = () => !host.lost.aborted && !gone.has(host) && pooled.uses < USES_PER_CONTEXT
    const isKept = isClean && isUsable() && (await pooled.clean()) && isUsable()
    if (isKept) host.kept.push(pooled)
    const surplus = isKept ? host.kept.splice(0, host.kept.length - MOST_KEPT) : [pooled]
    await Promise.all(surplus.map((context) => context.close()))
  }

  const leaseOf = (host: Host, pooled: PooledContext): ContextLease => {
    const lost = new AbortController()
    const onLost = () => lost.abort(host.lost.reason)
    host.lost.addEventListener('abort', onLost)
    const expiry = setTimeout(() => {
      const minutes = Math.round(leaseMs / 60_000)
      lost.abort(new SandboxError(`Cannot go on in the browser: its ${minutes} minutes are over`))
      release(false)
    }, leaseMs).unref()
    let released: Promise<void> | undefined
    const release = (isClean: boolean) => {
      released ??= (async () => {
        clearTimeout(expiry)
        host.lost.removeEventListener('abort', onLost)
        await giveBack(host, pooled, isClean).finally(() => {
          host.leases--
          settle(host)
        })
      })()
      return released
    }
    return { context: pooled.context, gateway: pooled.gateway, lost: lost.signal, release }
  }

  const take = async (wanted: LeaseOptions, isRetry = false): Promise<ContextLease> => {
    const host = await hostFor(wanted.headed)
    try {
      const pooled = await contextFor(host, wanted)
      host.lost.throwIfAborted()
      pooled.gateway.serve(pooled.watched(wanted.served))
      return leaseOf(host, pooled)
    } catch (error) {
      host.leases--
      settle(host)
      // It died in the meantime, perhaps before anybody was told.
      const isLost = host.lost.aborted || !host.browser.isConnected()
      if (isLost && !isRetry) {
        leave(host)
        return take(wanted, true)
      }
      throw asSandboxError(error)
    }
  }

  const close = async () => {
    const starting = await Promise.allSettled(hosts.values())
    for (const result of starting) if (result.status === 'fulfilled') all.add(result.value)
    await Promise.all([...all].map(end))
  }

  return {
    lease: (wanted) => unlessAborted(wanted.signal, () => take(wanted)),
    processes: () => [...all].flatMap(({ process: { pid } }) => (pid === undefined ? [] : [pid])),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** What comes too late is given back. */
async function unlessAborted(
  signal: AbortSignal | undefined,
  take: () => Promise<ContextLease>,
): Promise<ContextLease> {
  signal?.throwIfAborted()
  const taken = take()
  if (!signal) return taken
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(signal.reason)
      taken.then((lease) => lease.release(true)).catch(() => {})
    }
    signal.addEventListener('abort', onAbort, { once: true })
    taken.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject)
  })
}

function asSandboxError(error: unknown): unknown {
  const { name } = error as { readonly name?: string }
  if (name === 'ConfigError' || name === 'SandboxError') return error
  const [line = ''] = messageOf(error).split('\n')
  return new SandboxError(`Cannot open a browser context: ${line}`, { cause: error })
}

const shared = createBrowserPool({ openGateway })

/** A context for one episode, of this program's browser. */
export const leaseContext = (options: LeaseOptions): Promise<ContextLease> => shared.lease(options)

/** Ends this program's browsers at once; the next lease starts a new one. */
export const closeBrowsers = (): Promise<void> => shared.close()
