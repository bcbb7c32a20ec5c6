import { shellQuote } from '../../../core/shell-quote.ts'
import type { Sandbox } from '../../../sandboxes/index.ts'
import { textOf } from '../text-of.ts'
import { parseTap, type TestResult } from './tap.ts'

/** Outside of the repository; the runner writes it when a file has ended. */
const reportIn = ({ tmpdir }: Sandbox) => `${tmpdir}/grading/report.tap`

export interface TestRun {
  readonly results: readonly TestResult[]
  /** Why the results of a file do not count, by file. */
  readonly broken: ReadonlyMap<string, string>
}

export interface RunOptions {
  readonly files: readonly string[]
  /** Name of the last test of each file. */
  readonly nonce: string
  readonly timeoutMs: number
}

/**
 * Runs each test file in a copy of its own, so that none finds what another left behind, and believes
 * the runner's report alone: neither the exit code nor anything that was printed.
 */
export async function runTestFiles(prepared: Sandbox, options: RunOptions): Promise<TestRun> {
  const results: TestResult[] = []
  const broken = new Map<string, string>()
  for (const file of options.files) {
    const { reported, problem } = await runFile(prepared, file, options)
    if (problem === undefined) results.push(...reported)
    else broken.set(file, problem)
  }
  return { results, broken }
}

async function runFile(
  prepared: Sandbox,
  file: string,
  { nonce, timeoutMs }: RunOptions,
): Promise<{ reported: readonly TestResult[]; problem?: string }> {
  await using sandbox = await prepared.fork()
  const report = reportIn(sandbox)
  const command = [
    'node',
    '--test',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    shellQuote(file),
  ].join(' ')
  const { exitCode, timedOut } = await sandbox.exec(command, { timeoutMs })
  const lastId = `${file} > ${nonce}`
  const all = parseTap(await textOf(sandbox, report), { file })
  const isWhole = all.some(({ id, status }) => id === lastId && status === 'passed')
  const reported = all.filter(({ id }) => id !== lastId)
  if (isWhole) return { reported }
  const own = reported.find(({ id }) => id === file)?.error
  const why = timedOut ? 'it was stopped for taking too long' : (own ?? `exit code ${exitCode}`)
  return { reported, problem: `${file} did not run to its end: ${why}` }
}
