import type { Sandbox } from '../../../sandboxes/index.ts'
import { parseTap, type TestResult } from '../grading/tap.ts'
import type { Files } from '../tasks/edits.ts'
import { fileOf, type RepairTask } from '../tasks/format.ts'
import { openTask } from '../tasks/open.ts'
import { idOf, openWorkspace } from './run-tests.ts'

/** Runs test files of a repository and tells how each test ended. */
export type TestRunner = (files: Files, tests: readonly string[]) => Promise<readonly TestResult[]>

const TIMEOUT_MS = 60_000

/** Tests with the Node that runs this program. */
export const nodeRunner: TestRunner = async (files, tests) => {
  await using workspace = await openWorkspace()
  await workspace.write(files)
  return await workspace.run(tests, TIMEOUT_MS)
}

/** The same with all test files in one process: quicker, and right unless a test hangs. */
export const scanRunner: TestRunner = async (files, tests) => {
  await using workspace = await openWorkspace()
  await workspace.write(files)
  const scanned = await workspace.scan(tests, TIMEOUT_MS)
  return scanned.map((test) => ({ id: idOf(test), status: test.passed ? 'passed' : 'failed' }))
}

/** Tests in a sandbox, fresh for every run. */
export function sandboxRunner(open: () => Promise<Sandbox>): TestRunner {
  return async (files, tests) => {
    await using sandbox = await open()
    await sandbox.writeFiles(files)
    const results: TestResult[] = []
    for (const file of tests) {
      const command = `node --test --test-reporter=tap ${file}`
      const { stdout } = await sandbox.exec(command, { timeoutMs: TIMEOUT_MS })
      results.push(...parseTap(stdout, { file }))
    }
    return results
  }
}

/** How a task differs from what it says, in one line; undefined when it holds. */
export async function deviationOf(task: RepairTask, run: TestRunner): Promise<string | undefined> {
  const { files, hiddenFiles, gold } = await openTask(task)
  const tests = [...new Set([...task.failToPass, ...task.passToPass].map(fileOf))].sort()
  const buggy = await passedIn(run, { ...files, ...hiddenFiles }, tests)
  const early = task.failToPass.find((id) => buggy.has(id))
  if (early !== undefined) return `${task.id}: passes with the bug: ${early}`
  const lost = task.passToPass.find((id) => !buggy.has(id))
  if (lost !== undefined) return `${task.id}: fails with the bug, but is in passToPass: ${lost}`

  const fixed = await passedIn(run, { ...files, ...gold, ...hiddenFiles }, tests)
  const unfixed = [...task.failToPass, ...task.passToPass].find((id) => !fixed.has(id))
  return unfixed === undefined ? undefined : `${task.id}: fails with the fix: ${unfixed}`
}

async function passedIn(
  run: TestRunner,
  files: Files,
  tests: readonly string[],
): Promise<ReadonlySet<string>> {
  const results = await run(files, tests)
  return new Set(results.filter(({ status }) => status === 'passed').map(({ id }) => id))
}
