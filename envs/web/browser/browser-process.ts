import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** The operating system's side of a browser, which Playwright keeps to itself. */
export interface BrowserProcess {
  readonly pid: number | undefined
  /** The last it wrote to its standard error, in one line. */
  said(): string
  /** Whether this program must go on as long as the browser does. */
  hold(isNeeded: boolean): void
}

/** Finds the process that is started for a profile while this watches. */
export function watchProcess(profile: string): {
  readonly process: BrowserProcess
  stop(): void
} {
  let child: ChildProcess | undefined
  let tail = ''
  const onChild = (message: unknown) => {
    const { process: started } = message as { readonly process: ChildProcess }
    // It is announced before it is started.
    queueMicrotask(() => {
      if (!started.spawnargs?.includes(`--user-data-dir=${profile}`)) return
      child = started
      child.stderr?.on('data', (data: Buffer) => {
        tail = (tail + data.toString()).slice(-TAIL_CHARS)
      })
    })
  }
  subscribe(CHANNEL, onChild)
  return {
    process: {
      get pid() {
        return child?.pid
      },
      said: () => lastLines(tail),
      hold: (isNeeded) => child && setHeld(child, isNeeded),
    },
    stop: () => void unsubscribe(CHANNEL, onChild),
  }
}

const CHANNEL = 'child_process'
const TAIL_CHARS = 4000
const LINES = 3

/** Noise: the launcher's own shell errors, and what every headless browser in a container says. */
const NOISE = /^\/usr\/bin\/\S+: \d+: \[:|dbus|DevTools listening/

function lastLines(tail: string): string {
  const lines = tail.split('\n').map((line) => line.trim())
  const telling = lines.filter((line) => line !== '' && !NOISE.test(line))
  return telling.slice(-LINES).join('; ').slice(-500)
}

interface Handle {
  ref?(): unknown
  unref?(): unknown
}

function setHeld(child: ChildProcess, isNeeded: boolean): void {
  const handles = [child, ...child.stdio] as readonly (Handle | null | undefined)[]
  for (const handle of handles) isNeeded ? handle?.ref?.() : handle?.unref?.()
}
