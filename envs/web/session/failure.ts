import { messageOf, SandboxError } from '../../../core/index.ts'

/** What ends an episode from outside: a crash, a browser that is lost, a signal. */
export interface Failure {
  /** The reason, once there is one. */
  readonly reason: () => unknown
  /** Waits for `work`, but no longer than until there is a reason. */
  guard<T>(work: Promise<T>): Promise<T>
  fail(reason: unknown): void
  /** Signals outlive the episode: it is told of them no longer. */
  close(): void
}

export function createFailure(lost: AbortSignal, signal: AbortSignal | undefined): Failure {
  let failed: { readonly reason: unknown } | null = null
  let stop: (reason: unknown) => void = () => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = reject
  })
  stopped.catch(() => {}) // Nobody may be waiting.
  const fail = (reason: unknown) => {
    failed ??= { reason }
    stop(failed.reason)
  }
  const onLost = () => fail(sandboxError('the browser was lost', lost.reason))
  const onAbort = () => fail(signal?.reason)
  if (lost.aborted) onLost()
  else lost.addEventListener('abort', onLost, { once: true })
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  return {
    fail,
    reason: () => failed?.reason,
    close() {
      lost.removeEventListener('abort', onLost)
      signal?.removeEventListener('abort', onAbort)
    },
    async guard(work) {
      work.catch(() => {})
      if (failed) throw failed.reason
      return Promise.race([work, stopped])
    },
  }
}

/** An episode that cannot go on, through no fault of the policy. */
export function sandboxError(reason: string, cause?: unknown): SandboxError {
  const told = cause === undefined ? reason : `${reason} (${firstLine(messageOf(cause))})`
  return new SandboxError(`Cannot go on in the browser: ${told}`, { cause })
}

const firstLine = (text: string) => text.split('\n')[0] ?? ''
