import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseTap, type TestResult } from '../grading/tap.ts'
import type { Files } from '../tasks/edits.ts'

/** One test of a scan, with what its assertion compared. */
export interface ScannedTest {
  readonly file: string
  /** Suites and test, the outermost first. */
  readonly names: readonly string[]
  readonly passed: boolean
  readonly error?: ScannedError
}

export interface ScannedError {
  /** The runner's word for it: `testCodeFailure`, `cancelledByParent` ... */
  readonly kind: string
  readonly name: string
  readonly message: string
  /** Whether it comes from an assertion; `actual` and `expected` are then its values as text. */
  readonly compares: boolean
  readonly actual?: string
  readonly expected?: string
  readonly frames: readonly { readonly line: number; readonly column: number }[]
}

/** The tests that ended, and why others may be missing; no problem where all files were run to their end. */
export interface Look {
  readonly tests: readonly ScannedTest[]
  readonly problem?: string
}

export interface Workspace extends AsyncDisposable {
  write(files: Files): Promise<void>
  /** All tests in one process: fast, but a crash or a hanging test may take others with it. */
  scan(files: readonly string[], timeoutMs: number): Promise<readonly ScannedTest[]>
  /** The same, with what kept the process from its end. */
  look(files: readonly string[], timeoutMs: number): Promise<Look>
  /** One `node --test` a file, as a grader does it. */
  run(files: readonly string[], timeoutMs: number): Promise<readonly TestResult[]>
}

/** A mutant that loops while it gathers things ends soon instead of filling the machine. */
const MEMORY = '--max-old-space-size=512'

/** A folder of its own in which files are tested with the Node that runs this program. */
export async function openWorkspace(): Promise<Workspace> {
  const root = await mkdtemp(join(tmpdir(), 'palaestra-tasks-'))
  const repository = join(root, 'repository')
  const report = join(root, 'report.jsonl')
  const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

  const look = async (files: readonly string[], timeoutMs: number): Promise<Look> => {
    await rm(report, { force: true })
    const reporter = `--test-reporter=${script('./scan-reporter.mjs')}`
    const destination = `--test-reporter-destination=${report}`
    const paths = files.map((file) => join(repository, file))
    const args = [MEMORY, reporter, destination, script('./scan-entry.mjs'), ...paths]
    const ended = await runNode(args, repository, timeoutMs)
    const tests = readReport(await readFile(report, 'utf8').catch(() => ''), repository)
    const problem = ended.isLate ? lateness(timeoutMs) : crashOf(ended, repository)
    return problem === undefined ? { tests } : { tests, problem }
  }
  return {
    look,
    scan: async (files, timeoutMs) => (await look(files, timeoutMs)).tests,
    async write(files) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(repository, path)), { recursive: true })
        await writeFile(join(repository, path), text)
      }
    },
    async run(files, timeoutMs) {
      const results: TestResult[] = []
      for (const file of files) {
        const args = ['--test', '--test-reporter=tap', file]
        const { stdout } = await runNode(args, repository, timeoutMs)
        results.push(...parseTap(stdout, { file }))
      }
      return results
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

/** The whole id of a scanned test, as `parseTap` makes it. */
export function idOf({ file, names }: ScannedTest): string {
  return [file, ...names].join(' > ')
}

/** A killed process may leave half a line. */
function readReport(text: string, repository: string): ScannedTest[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): ScannedTest => {
      const test: ScannedTest = JSON.parse(line)
      return { ...test, file: relative(repository, test.file) }
    })
}

interface Ended {
  /** Null where it was killed. */
  readonly code: number | null
  readonly isLate: boolean
  readonly stdout: string
  readonly stderr: string
}

function runNode(args: readonly string[], cwd: string, timeoutMs: number): Promise<Ended> {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, NODE_V8_COVERAGE, ...inherited } = process.env
  const env = { ...inherited, NO_COLOR: '1', FORCE_COLOR: '0', TZ: 'UTC' }
  const options = {
    cwd,
    env,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 26,
  } as const
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) =>
      resolve({ code: child.exitCode, isLate: error?.killed === true, stdout, stderr }),
    )
  })
}

const lateness = (timeoutMs: number): string =>
  `does not end within ${timeoutMs} ms (mend it, or give more time: --timeout-ms)`

/** What Node says of an error that nobody caught, without the folder that is soon gone. */
function crashOf({ code, stderr }: Ended, repository: string): string | undefined {
  if (code === 0) return undefined
  const line = stderr.split('\n').find((one) => /^\w*Error\b/.test(one))
  if (line === undefined) return code === null ? 'is killed by a signal (mend it)' : undefined
  const said = line.replaceAll(`file://${repository}/`, '').replaceAll(`${repository}/`, '')
  return `does not run: ${said.slice(0, 300)} (mend it; packages are not there)`
}
