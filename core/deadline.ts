import { DeadlineError } from './errors.ts'

/**
 * Runs `work` with a signal that aborts when `signal` does or after `timeoutMs`, and settles by then
 * even when the work ignores the signal.
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
  let timer: NodeJS.Timeout | undefined
  let forward: (() => void) | undefined
  const stopped = new Promise<never>((_, reject) => {
    const stop = (reason: unknown) => {
      controller.abort(reason)
      reject(reason)
    }
    timer = setTimeout(() => {
      stop(
        new DeadlineError(
          `Cannot finish ${what}: ${timeoutMs} ms have passed (raise the deadline)`,
        ),
      )
    }, timeoutMs)
    forward = () => stop(signal?.reason)
    signal?.addEventListener('abort', forward, { once: true })
  })
  try {
    return await Promise.race([work(controller.signal), stopped])
  } finally {
    clearTimeout(timer)
    if (forward) signal?.removeEventListener('abort', forward)
  }
}
