import { EnvError, SandboxError, shellQuote } from '../../../../core/index.ts'
import type { ExecResult, Sandbox } from '../../../../sandboxes/index.ts'
import { packFolder } from './folder-tree.ts'
import { CLEAN_SHELL, endProcesses, runScript } from './look.ts'
import type { HarborTask } from './read-task.ts'
import { MAX_REWARD_BYTES, type RewardFiles, readReward } from './reward.ts'

export interface HarborGrade {
  /** `reward`, or the names that the verifier gave. */
  readonly rewards: Readonly<Record<string, number>>
  readonly metrics: Readonly<Record<string, number>>
  /** All rewards added up. */
  readonly reward: number
  /** What the agent did to be judged otherwise, each a sentence without a full stop. */
  readonly integrity: readonly string[]
  /** What the verifier printed, for people. */
  readonly output: string
}

export interface VerifyRequest {
  readonly task: HarborTask
  /** Nothing of an agent runs in it any more. */
  readonly sandbox: Sandbox
  readonly env: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** The verifier gave no reward, or none that can be read: its task's fault, or of what it judged. */
export class NoReward extends EnvError {}

/** A verifier that says more is cut, and it is said. */
const OUTPUT_BYTES = 4 * 2 ** 20
const SHOWN_CHARS = 400

/**
 * Puts the tests in place, runs them, and reads what they wrote.
 * @throws NoReward when they wrote none.
 */
export async function verify(request: VerifyRequest): Promise<HarborGrade> {
  const { task, sandbox, signal } = request
  for (const path of ['/logs/verifier', '/tests', '/solution']) await sandbox.remove(path)
  await sandbox.putTar(await packFolder(task.verifier.tests), '/tests')
  const full = await roomless(sandbox, signal)
  if (full !== undefined) return nothing([`${full} cannot be written to: the verifier has no room`])
  const result = await run(request)
  const left = await endProcesses(sandbox, signal)
  const integrity = [
    ...(result.truncated ? [`the verifier printed more than ${OUTPUT_BYTES / 2 ** 20} MiB`] : []),
    ...left.map((name) => `a process outlived the verifier: ${name}`),
  ]
  const files = await rewardFiles(sandbox, signal)
  const output = result.stdout
  // Nobody else sees the tests: neither an agent that goes on, nor a second verifier.
  for (const path of ['/logs/verifier', '/tests']) await sandbox.remove(path)
  if (typeof files !== 'string' && files.json === undefined && files.text === undefined) {
    const signalled = result.timedOut ? undefined : signalOf(result)
    if (signalled !== undefined) {
      return { ...nothing([...integrity, `the verifier was ended by signal ${signalled}`]), output }
    }
  }
  const reward =
    typeof files === 'string' ? ({ status: 'invalid', reason: files } as const) : readReward(files)
  if (result.timedOut || reward.status === 'invalid') {
    const reason = result.timedOut
      ? `its verifier did not end within ${task.verifier.timeoutMs / 1000} s`
      : `${reward.status === 'invalid' ? reward.reason : ''} (exit code ${result.exitCode})`
    throw new NoReward(`Cannot grade task ${task.info.id}: ${reason}${saidLast(output)}`)
  }
  const { rewards, metrics } = reward
  const sum = Object.values(rewards).reduce((a, b) => a + b, 0)
  return { rewards, metrics, reward: sum, integrity, output }
}

/** What is worth nothing, and why. */
export const nothing = (integrity: readonly string[]): HarborGrade => ({
  ...{ rewards: { reward: 0 }, metrics: {}, reward: 0, integrity, output: '' },
})

/** The code that the verifier runs is all that can end it; an exit code of its own comes with a reward. */
function signalOf({ exitCode }: ExecResult): number | undefined {
  return exitCode > 128 && exitCode < 160 ? exitCode - 128 : undefined
}

function saidLast(output: string): string {
  const lines = output.trim().split('\n').slice(-3)
  const text = lines.map((line) => line.trim()).join(' / ')
  return text === '' ? '; it printed nothing' : `; it said last: ${text.slice(-SHOWN_CHARS)}`
}

/** Where the verifier has to write, and could not. */
async function roomless(sandbox: Sandbox, signal?: AbortSignal): Promise<string | undefined> {
  const script = `mkdir -p /logs/verifier
for folder in /logs/verifier /tmp; do
  ( printf '%65536s' x >"$folder/.room" ) 2>/dev/null && [ -s "$folder/.room" ] && rm -f "$folder/.room" || { echo "$folder"; break; }
done`
  const { stdout, exitCode } = await runScript(sandbox, script, signal)
  if (stdout.trim() !== '') return stdout.trim()
  return exitCode === 0 ? undefined : '/logs/verifier'
}

function run({ task, sandbox, env, signal }: VerifyRequest): Promise<ExecResult> {
  const { command, timeoutMs } = task.verifier
  const workdir = shellQuote(sandbox.workdir)
  // The agent may have removed the folder, or closed it.
  const script = `{ cd ${workdir} || { mkdir -p ${workdir}; chmod u+rwx ${workdir}; cd ${workdir}; }; } 2>/dev/null
exec ${command} 2>&1`
  return sandbox.exec(script, {
    cwd: '/',
    env: { ...env, ...CLEAN_SHELL },
    maxOutputBytes: OUTPUT_BYTES,
    timeoutMs,
    signal,
  })
}

const MISSING = 4
const NO_FILE = 3

/** The reward files, or why they are none. */
async function rewardFiles(sandbox: Sandbox, signal?: AbortSignal): Promise<RewardFiles | string> {
  const [json, text] = [
    await readPlain(sandbox, '/logs/verifier/reward.json', signal),
    await readPlain(sandbox, '/logs/verifier/reward.txt', signal),
  ]
  if (typeof json === 'object') return json.reason
  if (json === undefined && typeof text === 'object') return text.reason
  return { json, text: typeof text === 'object' ? undefined : text }
}

async function readPlain(sandbox: Sandbox, path: string, signal?: AbortSignal) {
  const script = `for file in /logs/verifier ${path}; do [ ! -L "$file" ] || exit ${NO_FILE}; done
[ -e ${path} ] || exit ${MISSING}
[ -f ${path} ] || exit ${NO_FILE}
exec head -c ${MAX_REWARD_BYTES + 1} ${path}`
  const { exitCode, stdout, stderr } = await sandbox.exec(script, {
    cwd: '/',
    env: CLEAN_SHELL,
    maxOutputBytes: MAX_REWARD_BYTES + 1,
    signal,
  })
  if (exitCode === MISSING) return undefined
  if (exitCode === NO_FILE) return { reason: `${path} is no regular file` }
  if (exitCode === 0) return stdout
  throw new SandboxError(`Cannot read ${path}: ${stderr.trim()}`)
}
