/** The only source of time in envs and agents. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Longest delay a timer of the platform takes: with a longer one it fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Wall-clock time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        },
        Math.min(ms, LONGEST_TIMER_MS),
      )
      const abort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
    }),
}

/** Time that moves only when it is told to, or when something sleeps. */
export interface ManualClock extends Clock {
  advance(ms: number): void
}

/** Starts at `start` (default: 2025-01-01T00:00:00Z). `sleep` advances it and returns at once. */
export function createManualClock(start = 1_735_689_600_000): ManualClock {
  let now = start
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      now += Math.max(0, ms)
    },
  }
}
