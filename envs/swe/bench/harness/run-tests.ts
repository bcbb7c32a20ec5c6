import { EnvError } from '../../../../core/index.ts'
import { shellWord } from '../../../../core/shell-quote.ts'
import type { ExecResult, Sandbox } from '../../../../sandboxes/index.ts'
import { textOf } from '../../text-of.ts'
import type { TestStatuses } from '../parsers/index.ts'
import type { TestPlan } from '../test-plan.ts'
import { type HarnessReport, harnesses } from './index.ts'
import { newNonce } from './nonce.ts'

/** How a run of the tests of a repository came out. */
export interface TestRun {
  /** By name, as the plan's parser gives them; empty where nothing that was reported counts. */
  readonly statuses: TestStatuses
  /** `harness`: the judged code cannot write there; `log`: it can, so nothing proves these results. */
  readonly channel: 'harness' | 'log'
  /** Why nothing counts. */
  readonly problem: string | undefined
  /** What the judged code did to be judged otherwise. */
  readonly integrity: readonly string[]
  /** What was printed, for people. */
  readonly printed: string
}

export interface RunTestsOptions {
  /** Absolute path of the repository. */
  readonly root: string
  /** The command is the instance's own. */
  readonly isOwnCommand: boolean
  readonly testFiles: readonly string[]
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  /** Shell commands that set up the shell first (an activated environment). */
  readonly prelude?: string | undefined
}

/** A tidy log is smaller; what floods is cut, and said. */
const PRINTED_BYTES = 4 * 2 ** 20
/** What every run has alike: verdicts must not depend on zone, language or hash seeds. */
const ENVIRONMENT = {
  TZ: 'UTC',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
  CI: '1',
  NO_COLOR: '1',
}

/**
 * Runs the tests of the repository in a sandbox that nobody has used before.
 * @throws EnvError when the runner is not there: then there is no verdict.
 */
export async function runTests(
  sandbox: Sandbox,
  plan: TestPlan,
  options: RunTestsOptions,
): Promise<TestRun> {
  const { root, testFiles, isOwnCommand } = options
  // Judged code can list it: its name must tell nothing.
  const folder = `${sandbox.tmpdir}/.grading-${newNonce()}`
  const command = isOwnCommand ? plan.command : undefined
  const harness = plan.runner && harnesses[plan.runner]
  const harnessed = harness?.plan({ root, folder, nonce: newNonce(), testFiles, command })
  if (!harnessed) return fromLog(sandbox, plan, folder, options)
  await sandbox.writeFiles({ [`${folder}/left`]: '', ...harnessed.files })
  const { result, left } = await execute(sandbox, harnessed.command, folder, options)
  const report = harnessed.read(await textOf(sandbox, harnessed.report))
  assertStarted(report, result)
  return judged(plan, report, { result, left, root })
}

function assertStarted({ started, problem }: HarnessReport, { stdout, stderr }: ExecResult): void {
  if (started) return
  const [last = 'nothing was printed'] = `${stdout}\n${stderr}`.trim().split('\n').slice(-1)
  throw new EnvError(`Cannot run the tests: the runner did not start: ${problem ?? last}`)
}

interface Executed {
  readonly result: ExecResult
  /** Commands of processes that outlived the runner. */
  readonly left: readonly string[]
}

function judged(
  plan: TestPlan,
  report: HarnessReport,
  { result, left, root }: Executed & { readonly root: string },
): TestRun {
  const printed = `${result.stdout}${result.stderr}`
  const problem = report.ended ? undefined : problemOf(result)
  const statuses: TestStatuses = report.ended ? plan.parse(report.log, { root }) : new Map()
  const claimed = [...plan.parse(printed, { root })].filter(
    ([name, status]) => status === 'passed' && statuses.get(name) !== 'passed',
  )
  const integrity = [
    ...report.integrity,
    ...(problem && !result.timedOut ? [`the tests did not come to their end: ${problem}`] : []),
    ...claimed
      .slice(0, 3)
      .map(([name]) => `output claims that ${name} passed, which the runner did not report`),
    ...commonIntegrity(result, left),
  ]
  return { statuses, channel: 'harness', problem, integrity, printed }
}

async function fromLog(
  sandbox: Sandbox,
  plan: TestPlan,
  folder: string,
  options: RunTestsOptions,
): Promise<TestRun> {
  await sandbox.writeFiles({ [`${folder}/left`]: '' })
  const { result, left } = await execute(sandbox, plan.command, folder, options)
  const printed = `${result.stdout}${result.stderr}`
  const problem = result.timedOut ? problemOf(result) : undefined
  return {
    statuses: problem ? new Map() : plan.parse(printed, { root: options.root }),
    channel: 'log',
    problem,
    integrity: commonIntegrity(result, left),
    printed,
  }
}

function commonIntegrity({ truncated }: ExecResult, left: readonly string[]): readonly string[] {
  return [
    ...(truncated ? [`more than ${PRINTED_BYTES / 2 ** 20} MiB were printed`] : []),
    ...left.slice(0, 3).map((command) => `a process outlived the tests: ${command}`),
  ]
}

function problemOf({ timedOut, exitCode, durationMs }: ExecResult): string {
  if (timedOut) return `they were stopped after ${Math.round(durationMs / 1000)} s`
  return exitCode > 128 ? `they were ended by signal ${exitCode - 128}` : `exit code ${exitCode}`
}

async function execute(
  sandbox: Sandbox,
  command: string,
  folder: string,
  { root, timeoutMs, signal, prelude }: RunTestsOptions,
): Promise<Executed> {
  // Names of processes are read by the shell alone: a new process would be one of them.
  const script = `${prelude ?? ':'}
known=" $(echo /proc/[0-9]*) "
( ${command}
) </dev/null
code=$?
for attempt in 1 2 3; do
  found=
  for entry in /proc/[0-9]*; do
    case "$known" in *" $entry "*) continue ;; esac
    [ "$entry" = "/proc/$$" ] && continue
    name=
    read -r name 2>/dev/null <"$entry/comm" && found="$found$name
"
  done
  [ -z "$found" ] && break
  sleep 0.1
done
printf '%s' "$found" >${shellWord(`${folder}/left`)}
exit $code`
  const result = await sandbox.exec(script, {
    cwd: root,
    timeoutMs,
    signal,
    env: ENVIRONMENT,
    maxOutputBytes: PRINTED_BYTES,
  })
  const left = (await textOf(sandbox, `${folder}/left`)).split('\n').filter(Boolean)
  // Elsewhere there are processes of others.
  const isAlone = sandbox.capabilities.isolated && !result.timedOut
  return { result, left: isAlone ? left : [] }
}
