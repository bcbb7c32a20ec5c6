import { shellQuote } from '../../../core/shell-quote.ts'
import type { Sandbox } from '../../../sandboxes/index.ts'
import { finding } from '../integrity/findings.ts'
import { textOf } from '../text-of.ts'
import { parseTap, type TestResult } from './tap.ts'

/** Characters of a report: what was printed stands in it. */
const FLOOD = 2 ** 19

/** Outside of the repository; the runner writes it when a file has ended. */
const reportIn = ({ tmpdir }: Sandbox) => `${tmpdir}/grading/report.tap`

export interface TestRun {
  readonly results: readonly TestResult[]
  /** Why the results of a file do not count, by file. */
  readonly broken: ReadonlyMap<string, string>
  /** What the code under test did to its run. */
  readonly tried: readonly string[]
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
  const tried = new Set<string>()
  for (const file of options.files) {
    const run = await runFile(prepared, file, options)
    if (run.problem === undefined) results.push(...run.reported)
    else broken.set(file, run.problem)
    for (const line of run.tried) tried.add(line)
  }
  return { results, broken, tried: [...tried] }
}

interface FileRun {
  readonly reported: readonly TestResult[]
  readonly problem?: string
  readonly tried: readonly string[]
}

async function runFile(
  prepared: Sandbox,
  file: string,
  { nonce, timeoutMs }: RunOptions,
): Promise<FileRun> {
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
  const text = await textOf(sandbox, report)
  const all = parseTap(text, { file })
  const isWhole = all.some(({ id, status }) => id === lastId && status === 'passed')
  const reported = all.filter(({ id }) => id !== lastId)
  const flood =
    text.length > FLOOD
      ? [finding('endless output', 'the code under test flooded the report of its tests')]
      : []
  if (isWhole) return { reported, tried: flood }
  const hasLeft = !timedOut && exitCode === 0
  const left = hasLeft
    ? [finding('process ended', 'a test file ended well before its last test')]
    : []
  const own = reported.find(({ id }) => id === file)?.error
  const why = timedOut ? 'it was stopped for taking too long' : (own ?? `exit code ${exitCode}`)
  const tried = [...flood, ...left]
  return { reported, tried, problem: `${file} did not run to its end: ${why}` }
}
