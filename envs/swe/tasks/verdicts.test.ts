import { afterAll, describe, expect, test } from 'vitest'
import { closeSandboxes } from '../../../sandboxes/index.ts'
import { idOf, openWorkspace } from '../generate/run-tests.ts'
import { noChanges } from '../grading/changes.ts'
import { createGrader } from '../grading/grade.ts'
import { goldChanges } from '../grading/verify.ts'
import { fileOf, type RepairTask } from './format.ts'
import { loadBuiltinTasks, type OpenTask, openTask } from './open.ts'

afterAll(() => closeSandboxes())

const tasks = await loadBuiltinTasks()
const libraries = [...new Set(tasks.map(({ library }) => library))]
const grader = createGrader()
const options = {
  ...{ place: { kind: 'virtual', unsafeProcess: false } as const, testTimeoutMs: 1000 },
  ...{ nonce: 'nverdicts', signal: undefined },
}

/** Tests that do not pass where the env grades: guarded, in the virtual sandbox. */
async function failingInSandbox(task: OpenTask, isFixed: boolean): Promise<readonly string[]> {
  const changes = isFixed ? goldChanges(task) : noChanges
  const { failing } = await grader.grade(task, changes, options)
  return failing.map(({ id }) => id).sort()
}

/** The same with the Node that runs this program, and nothing of ours in between. */
async function failingInNode(task: OpenTask, isFixed: boolean): Promise<readonly string[]> {
  const { failToPass, passToPass } = task.task
  const ids = [...failToPass, ...passToPass]
  await using workspace = await openWorkspace()
  await workspace.write({ ...task.files, ...(isFixed ? task.gold : {}), ...task.hiddenFiles })
  const scanned = await workspace.scan([...new Set(ids.map(fileOf))].sort(), 30_000)
  const passed = new Set(scanned.flatMap((one) => (one.passed ? [idOf(one)] : [])))
  return ids.filter((id) => !passed.has(id)).sort()
}

describe.each(libraries)('%s', (library) => {
  const own = tasks.filter((task) => task.library === library)

  test(`every test of its ${own.length} tasks ends in the virtual sandbox as in Node, and as the task says`, async () => {
    const deviations: string[] = []
    const check = async (task: RepairTask) => {
      const opened = await openTask(task)
      const [virtual, real] = await Promise.all([
        failingInSandbox(opened, false),
        failingInNode(opened, false),
      ])
      if (virtual.join('\n') !== real.join('\n')) {
        deviations.push(`${task.id}: virtual [${virtual}], Node [${real}]`)
      } else if (virtual.join('\n') !== task.failToPass.toSorted().join('\n')) {
        deviations.push(`${task.id}: fails [${virtual}], says [${task.failToPass}]`)
      }
    }
    const waiting = own.values()
    const work = async () => {
      for (const task of waiting) await check(task)
    }
    await Promise.all([work(), work()])

    expect(own.length).toBeGreaterThan(0)
    expect(deviations).toEqual([])
  }, 600_000)

  test('all its tests pass with the fix, in either', async () => {
    const [first] = own
    if (!first) throw new Error(`${library} has no task`)
    const opened = await openTask(first)

    expect(await failingInSandbox(opened, true)).toEqual([])
    expect(await failingInNode(opened, true)).toEqual([])
  }, 60_000)
})
