import { ConfigError, classifyError, messageOf, systemClock } from '../../../core/index.ts'
import type { SandboxChoice, SandboxKind } from '../../../sandboxes/index.ts'
import type { SandboxOpener } from '../workspace.ts'
import { type Attempt, type AttemptContext, attempt } from './attempts.ts'
import { chooseBenchSandbox } from './choose-sandbox.ts'
import { createGrader, type Grader } from './grading/grade.ts'
import { type BenchTask, type BenchTaskset, loadBenchTasks } from './tasks.ts'
import { testPlanOf } from './test-plan.ts'
import { createRepositories } from './workspace/index.ts'

export type { Attempt }
export { type BenchTaskset, loadBenchTasks }

/** What is known of a task after its solution was tried twice and nothing once; the worst that holds. */
export type TaskVerdict =
  /** The machinery failed, or the task cannot be played: nothing is known. */
  | 'unscored'
  | 'gold fails'
  /** The solution passes once and fails once. */
  | 'flaky'
  | 'passes untouched'
  /** Results come from a log that the judged code can write to. */
  | 'no harness'
  | 'trusted'

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

/** Tries every task as its author meant it, and as nobody should be paid for; in order of completion. */
export async function* verifyTasks(
  taskset: BenchTaskset,
  options: VerifyOptions = {},
): AsyncGenerator<Verified> {
  const { ids = taskset.infos.map(({ id }) => id), concurrency = 1, open } = options
  const leaving = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, leaving.signal]) : leaving.signal
  const grader = createGrader(createRepositories(open))
  const running = new Map<string, Promise<Verified>>()
  const waiting = ids.values()
  try {
    for (;;) {
      while (running.size < concurrency && !signal.aborted) {
        const { value: id, done } = waiting.next()
        if (done || id === undefined) break
        running.set(id, verifyTask(taskset, id, grader, { ...options, signal }))
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

async function verifyTask(
  taskset: BenchTaskset,
  id: string,
  grader: Grader,
  { sandbox = 'auto', unsafeProcess = false, ...options }: VerifyOptions,
): Promise<Verified> {
  const startedAt = systemClock.now()
  const gold: Attempt[] = []
  let untouched: Attempt | null = null
  let chosen: SandboxChoice | null = null
  const known = () => ({
    ...{ id, gold, untouched, sandbox: chosen },
    seconds: Math.max(0, systemClock.now() - startedAt) / 1000,
  })
  try {
    const task = await taskset.open(id)
    assertHasSolution(task)
    chosen = await chooseBenchSandbox(sandbox, task)
    const { open, testTimeoutMs = 240_000, signal } = options
    const place = { ...chosen, unsafeProcess }
    const context: AttemptContext = { grader, place, open, testTimeoutMs, signal }
    for (let run = 0; run < 2; run++) gold.push(await attempt(task, 'gold', context))
    untouched = await attempt(task, 'nothing', context)
    return { ...known(), ...verdictOf(gold, untouched) }
  } catch (error) {
    const kindOfError = classifyError(error, 'EnvError')
    const reason = `${kindOfError}: ${messageOf(error).split('\n', 1)[0]}`
    return { ...known(), verdict: 'unscored', reason, error }
  }
}

/** @throws ConfigError where there is nothing to verify, or nothing tells how. */
function assertHasSolution(task: BenchTask): void {
  const refuse = (id: string, reason: string, advice: string): never => {
    throw new ConfigError(`Cannot verify ${id}: ${reason} (${advice})`)
  }
  if (task.format === 'harbor') {
    if (task.task.solution !== undefined) return
    refuse(task.task.info.id, 'it has no solution', 'add solution/solve.sh')
  } else {
    const { instance } = task.located
    testPlanOf(instance)
    if (instance.gold === undefined) refuse(instance.id, 'it has no fix', 'add the field patch')
  }
}

function verdictOf(
  gold: readonly Attempt[],
  untouched: Attempt,
): { readonly verdict: TaskVerdict; readonly reason?: string } {
  const failed = gold.find(({ passed }) => !passed)
  if (failed) {
    const isFlaky = gold.some(({ passed }) => passed)
    const reason = failed.problem ?? 'its tests do not pass'
    return isFlaky
      ? { verdict: 'flaky', reason: `the solution passed once, and once not: ${reason}` }
      : { verdict: 'gold fails', reason: `with the solution ${reason}` }
  }
  if (untouched.passed || untouched.resolved) {
    return { verdict: 'passes untouched', reason: 'it is solved where nothing was done' }
  }
  if (gold.some(({ channel }) => channel === 'log')) {
    return {
      verdict: 'no harness',
      reason: 'its results come from a log that the judged code can write to',
    }
  }
  return { verdict: 'trusted' }
}
