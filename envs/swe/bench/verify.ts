import { ConfigError, classifyError, messageOf, systemClock } from '../../../core/index.ts'
import type { SandboxChoice } from '../../../sandboxes/index.ts'
import { type TaskVerdict, type Verified, type VerifyOptions, verifyEach } from '../verification.ts'
import { type Attempt, type AttemptContext, attempt } from './attempts.ts'
import { chooseBenchSandbox } from './choose-sandbox.ts'
import { createGrader, type Grader } from './grading/grade.ts'
import { type BenchTask, type BenchTaskset, loadBenchTasks } from './tasks.ts'
import { testPlanOf } from './test-plan.ts'
import { createRepositories } from './workspace/index.ts'

export type { Verified }
export { type BenchTaskset, loadBenchTasks }

/** Tries every task as its author meant it, and as nobody should be paid for; in order of completion. */
export function verifyTasks(
  taskset: BenchTaskset,
  options: VerifyOptions = {},
): AsyncGenerator<Verified> {
  const { ids = taskset.infos.map(({ id }) => id), open } = options
  const grader = createGrader(createRepositories(open))
  return verifyEach(
    ids,
    (id, signal) => verifyTask(taskset, id, grader, { ...options, signal }),
    options,
  )
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
