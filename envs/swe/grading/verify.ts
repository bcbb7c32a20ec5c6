import { ConfigError } from '../../../core/index.ts'
import type { OpenTask } from '../tasks/open.ts'
import { type Changes, noChanges } from './changes.ts'
import type { GradeOptions, Grader } from './grade.ts'
import { submissionOf } from './protected.ts'

/**
 * Refuses a task that does not judge what it says: its fix must pass, and its bug must show.
 * @throws ConfigError naming the task, the test and the reason.
 */
export async function verifyTask(
  task: OpenTask,
  grader: Grader,
  options: GradeOptions,
  placeOf: () => Promise<string>,
): Promise<void> {
  const problem = await problemOf(task, grader, options)
  if (problem === undefined) return
  throw new ConfigError(`Cannot use task ${task.task.id} of ${await placeOf()}: ${problem}`)
}

async function problemOf(
  task: OpenTask,
  grader: Grader,
  options: GradeOptions,
): Promise<string | undefined> {
  const { source, integrity } = submissionOf(goldChanges(task), task)
  const [dropped] = integrity
  if (dropped !== undefined) {
    return `its gold patch changes what is not graded: ${dropped} (let the fix change source files only)`
  }
  const gold = await grader.grade(task, source, options)
  const [unfixed] = gold.failing
  if (unfixed) {
    return `its gold patch does not pass (test ${unfixed.id} fails: ${oneLine(unfixed.reason)}) (fix the patch or the tests)`
  }
  const { failToPass } = task.task
  const buggy = await grader.grade(task, noChanges, options)
  const failing = new Map(buggy.failing.map(({ id, reason }) => [id, reason]))
  const early = failToPass.find((id) => !failing.has(id))
  if (early !== undefined) {
    return `its bug does not show (test ${early} of failToPass passes without the fix) (move it to passToPass)`
  }
  const lost = task.task.passToPass.find((id) => failing.has(id))
  if (lost === undefined) return undefined
  return `test ${lost} of passToPass fails before the fix: ${oneLine(failing.get(lost) ?? '')} (move it to failToPass)`
}

export function goldChanges({ gold }: OpenTask): Changes {
  const encoder = new TextEncoder()
  const written = Object.entries(gold).map(([path, text]) => [path, encoder.encode(text)] as const)
  return { written: Object.fromEntries(written), removed: [] }
}

const oneLine = (text: string) =>
  text
    .trim()
    .split('\n', 1)[0]
    ?.replace(/[:\s]+$/, '') ?? ''
