import { LONGEST_TIMER_MS } from './clock.ts'
import { DeadlineError } from './errors.ts'

/** Time that the phases of an episode may take. */
export interface Deadlines {
  /** Reset and the agent's `begin`. */
  readonly setupMs: number
  /** One decision, and each of its steps. */
  readonly turnMs: number
  /** Grading and final rewards. */
  readonly gradingMs: number
}

export const defaultDeadlines: Deadlines = { setupMs: 120_000, turnMs: 300_000, gradingMs: 300_000 }

/**
 * Runs `work` with a signal that aborts when `signal` does or after `timeoutMs` (`Infinity`: never), and
 * settles by then even when the work ignores the signal.
 * @throws DeadlineError after `timeoutMs`; the signal's reason when aborted from outside.
 */
export async function withDeadline<T>(
  what: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const controller = new AbortController()
  let stop: (reason: unknown) => void = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = (reason) => {
      // First, so that work which rejects from inside its abort listener cannot name another reason.
      reject(reason)
      controller.abort(reason)
    }
  })
  stopped.catch(() => {}) // Nobody listens where the work itself throws at once.
  const forward = () => stop(signal?.reason)
  signal?.addEventListener('abort', forward, { once: true })
  const expire = () => {
    const reason = `${timeoutMs} ms have passed (raise the deadline)`
    stop(new DeadlineError(`Cannot finish ${what}: ${reason}`))
  }
  const timer =
    timeoutMs <= LONGEST_TIMER_MS ? setTimeout(expire, Math.max(0, timeoutMs)) : undefined
  try {
    return await Promise.race([stopped, work(controller.signal)])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', forward)
  }
}
