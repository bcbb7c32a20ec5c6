import { classifyError, messageOf, systemClock } from '../../../core/index.ts'
import { chooseSandbox, type SandboxChoice } from '../../../sandboxes/index.ts'
import { needs, timesIn } from '../options.ts'
import type { RepairTask } from '../tasks/format.ts'
import { openTask } from '../tasks/open.ts'
import { loadTasks } from '../tasks/read.ts'
import {
  type Attempt,
  type TaskVerdict,
  type VerifiableTasks,
  type Verified,
  type VerifyOptions,
  verifyEach,
} from '../verification.ts'
import { type Changes, noChanges } from './changes.ts'
import { createGrader } from './grade.ts'
import { submissionOf } from './protected.ts'
import { goldChanges } from './verify.ts'

/**
 * The repair tasks of a file or folder, to be verified: the fix passes twice, the bug shows without it.
 * @throws ConfigError for a file that cannot be read as tasks.
 */
export async function loadRepairVerification(path: string): Promise<VerifiableTasks> {
  return verifyRepairTasks(await loadTasks(path))
}

export function verifyRepairTasks(list: readonly RepairTask[]): VerifiableTasks {
  const tasks = new Map(list.map((task) => [task.id, task]))
  const taskOf = (id: string): RepairTask => {
    const task = tasks.get(id)
    if (!task) throw new RangeError(`Cannot find task ${id}`)
    return task
  }
  return {
    infos: [...tasks.values()].map(({ id, split }) => ({ id, split, hash: '' })),
    recordOf: taskOf,
    verify: (options = {}) =>
      verifyEach(
        options.ids ?? [...tasks.keys()],
        (id, signal) => verifyTask(taskOf(id), { ...options, signal }),
        options,
      ),
  }
}

async function verifyTask(task: RepairTask, options: VerifyOptions): Promise<Verified> {
  const { sandbox: kind = 'auto', unsafeProcess = false, testTimeoutMs, signal } = options
  const startedAt = systemClock.now()
  const gold: Attempt[] = []
  let untouched: Attempt | null = null
  let sandbox: SandboxChoice | null = null
  const known = () => ({
    ...{ id: task.id, gold, untouched, sandbox },
    seconds: Math.max(0, systemClock.now() - startedAt) / 1000,
  })
  try {
    const opened = await openTask(task)
    sandbox = await chooseSandbox({ kind, needs })
    const place = { ...sandbox, unsafeProcess }
    const attempt = async (changes: Changes, run: number): Promise<Attempt> => {
      const { source, integrity } = submissionOf(changes, opened)
      // A grader of its own: another one would remember.
      const grader = createGrader(options.open)
      const times = timesIn(place.kind === 'virtual', { testTimeoutMs })
      const verdict = await grader.grade(opened, source, {
        ...{ place, testTimeoutMs: times.testTimeoutMs, nonce: `nverify${run}`, signal },
      })
      const [failing] = verdict.failing
      return {
        passed: verdict.resolved,
        failToPass: verdict.failToPass,
        passToPass: verdict.passToPass,
        problem: failing && `${failing.id} fails: ${failing.reason.trim().split('\n', 1)[0]}`,
        integrity: [...integrity, ...verdict.tried],
      }
    }
    for (let run = 0; run < 2; run++) gold.push(await attempt(goldChanges(opened), run))
    untouched = await attempt(noChanges, 2)
    return { ...known(), ...verdictOf(gold, untouched) }
  } catch (error) {
    const reason = `${classifyError(error, 'EnvError')}: ${messageOf(error).split('\n', 1)[0]}`
    return { ...known(), verdict: 'unscored', reason, error }
  }
}

function verdictOf(
  gold: readonly Attempt[],
  untouched: Attempt,
): { readonly verdict: TaskVerdict; readonly reason?: string } {
  const [dropped] = gold.flatMap(({ integrity }) => integrity)
  const failed = gold.find(({ passed }) => !passed)
  if (failed && gold.some(({ passed }) => passed)) {
    return { verdict: 'flaky', reason: `the fix passed once, and once not: ${failed.problem}` }
  }
  if (failed) return { verdict: 'gold fails', reason: `with the fix ${failed.problem}` }
  if (dropped !== undefined) {
    return { verdict: 'gold fails', reason: `the fix does what is not graded: ${dropped}` }
  }
  if (untouched.failToPass > 0) {
    return { verdict: 'passes untouched', reason: 'a test of failToPass passes with the bug' }
  }
  if (untouched.passToPass < 1) {
    return { verdict: 'fails untouched', reason: 'a test of passToPass fails with the bug' }
  }
  return { verdict: 'trusted' }
}
