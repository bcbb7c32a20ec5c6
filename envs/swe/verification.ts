import type { TaskInfo } from '../../core/index.ts'
import type { SandboxChoice, SandboxKind } from '../../sandboxes/index.ts'
import type { SandboxOpener } from './workspace.ts'

/** What is known of a task after its solution was tried twice and nothing once; the worst that holds. */
export type TaskVerdict =
  /** The machinery failed, or the task cannot be played: nothing is known. */
  | 'unscored'
  | 'gold fails'
  /** The solution passes once and fails once. */
  | 'flaky'
  | 'passes untouched'
  /** A test that must go on passing fails before anything was done. */
  | 'fails untouched'
  /** Results come from a log that the judged code can write to. */
  | 'no harness'
  | 'trusted'

/** How a task came out with its solution, or with nothing done. */
export interface Attempt {
  readonly passed: boolean
  /** Shares of the tests that pass. */
  readonly failToPass: number
  readonly passToPass: number
  /** Why it did not pass. */
  readonly problem: string | undefined
  readonly integrity: readonly string[]
}

export interface Verified {
  readonly id: string
  readonly verdict: TaskVerdict
  /** Why, in one line; absent where it is trusted. */
  readonly reason?: string
  /** Fewer than two where the machinery failed. */
  readonly gold: readonly Attempt[]
  readonly untouched: Attempt | null
  /** Where it was played, and why there. */
  readonly sandbox: SandboxChoice | null
  readonly seconds: number
  /** What the machinery failed with. */
  readonly error?: unknown
}

export interface VerifyOptions {
  /** Ids to verify, in order (default: all). */
  readonly ids?: readonly string[] | undefined
  readonly sandbox?: SandboxKind | undefined
  readonly unsafeProcess?: boolean | undefined
  /** Tasks at a time (default 1). */
  readonly concurrency?: number | undefined
  readonly testTimeoutMs?: number | undefined
  readonly open?: SandboxOpener | undefined
  /** Aborted: what is being verified is dropped, and the iteration ends. */
  readonly signal?: AbortSignal | undefined
}

/** Tasks of any format that tell whether they can be trusted. */
export interface VerifiableTasks {
  readonly infos: readonly TaskInfo[]
  verify(options?: VerifyOptions): AsyncIterable<Verified>
  /** The task as its file has it, where a file of trusted tasks is one of tasks. */
  recordOf?(id: string): object
}

/** Verifies several at a time, and gives them in order of completion. */
export async function* verifyEach(
  ids: readonly string[],
  verifyOne: (id: string, signal: AbortSignal) => Promise<Verified>,
  options: Pick<VerifyOptions, 'concurrency' | 'signal'>,
): AsyncGenerator<Verified> {
  const { concurrency = 1 } = options
  const leaving = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, leaving.signal]) : leaving.signal
  const running = new Map<string, Promise<Verified>>()
  const waiting = ids.values()
  try {
    for (;;) {
      while (running.size < concurrency && !signal.aborted) {
        const { value: id, done } = waiting.next()
        if (done || id === undefined) break
        running.set(id, verifyOne(id, signal))
      }
      if (running.size === 0) return
      const verified = await Promise.race(running.values())
      running.delete(verified.id)
      if (signal.aborted) return
      yield verified
    }
  } finally {
    leaving.abort()
    await Promise.allSettled(running.values())
  }
}
