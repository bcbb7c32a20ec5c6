import { Bash, type CommandName, getCommandNames } from 'just-bash'
import { messageOf } from '../../core/errors.ts'
import { adaptCommand } from './adapt-command.ts'
import { baseEnvironment, WORKDIR } from './base-tree.ts'
import { createBashFiles } from './bash-files.ts'
import { type CommandHost, reasonOf } from './commands/command.ts'
import { virtualCommands } from './commands/index.ts'
import type { StopReason } from './fuel.ts'
import { resolvePath } from './paths.ts'
import { meterShell, REFUSALS, shellLimits } from './shell-limits.ts'
import { createWriteGuard, noPlan, type WriteFailure, type WritePlan } from './write-guard.ts'

/** Needs a worker thread of its own or means nothing without a person at a terminal. */
const leftOut: readonly string[] = ['sqlite3', 'clear', 'history', 'help']

const shellCommands = getCommandNames().filter((name) => !leftOut.includes(name)) as CommandName[]

export const commandNames: readonly string[] = [
  ...new Set([...shellCommands, ...Object.keys(virtualCommands)]),
].sort()

export interface ShellRequest {
  readonly command: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin: Uint8Array
  /** Set in another run, after a redirection that the shell could not cope with. */
  readonly plan?: WritePlan | undefined
}

export interface ShellResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly stopped: StopReason | undefined
  /** The shell's own output limit was reached. */
  readonly flooded: boolean
  /**
   * A redirection could not write its file, and the shell lost its way over it: run it again from the
   * same state with a plan for this.
   */
  readonly failedWrite?: WriteFailure | undefined
}

/** Runs one command line in a fresh shell: nothing but files outlives it. */
export async function runShell(request: ShellRequest, host: CommandHost): Promise<ShellResult> {
  const { fuel } = host
  const plan = request.plan ?? noPlan
  const writes = createWriteGuard(plan)
  const bash = new Bash({
    fs: createBashFiles(host.tree, writes, (bytes) => fuel.transfer(bytes)),
    cwd: WORKDIR,
    env: { ...baseEnvironment },
    commands: shellCommands,
    customCommands: Object.entries(virtualCommands).map(([name, run]) =>
      adaptCommand(name, run, host),
    ),
    executionLimits: shellLimits,
    // It patches globals of the whole thread; the worker and the in-memory files are the walls here.
    defenseInDepth: false,
    processInfo: { pid: 100, ppid: 1, uid: 1000, gid: 1000 },
    sleep: async (ms) => {
      fuel.sleep(ms)
    },
  })
  meterShell(bash, fuel, () => writes.swallowed !== undefined)
  let thrown: unknown
  const raw = await bash
    .exec(request.command, {
      cwd: request.cwd,
      env: { ...request.env, PWD: request.cwd },
      stdin: Buffer.from(request.stdin).toString('latin1'),
      stdinKind: 'bytes',
      rawScript: true,
    })
    .catch((error: unknown) => {
      thrown = error
      return { exitCode: 2, stdout: '', stderr: `bash: ${messageOf(error)}\n` }
    })
  const { failure, swallowed } = writes
  const isLost =
    failure && (thrown === failure.error || hasLine(raw.stderr, messageOf(failure.error)))
  const stderr = nameReasons(raw.stderr, plan, request.cwd)
  const result = describe({ ...raw, stderr }, fuel.stopped, swallowed, request.cwd)
  return { ...result, failedWrite: isLost && !swallowed ? failure : undefined }
}

function hasLine(text: string, line: string): boolean {
  return text.includes(line) && text.split('\n').includes(line)
}

/** The shell's words for a redirection that was refused do not say why. */
function nameReasons(stderr: string, { refused }: WritePlan, cwd: string): string {
  if (refused.size === 0) return stderr
  return stderr.replace(/^(bash: (.*): )cannot open redirect target$/gm, (line, start, name) => {
    const path = resolvePath(cwd, name)
    for (const failure of refused.values()) {
      const isSame = failure.path === path || failure.path.endsWith(`/${name}`)
      if (isSame) return `${start}${reasonOf(failure.error)}`
    }
    return line
  })
}

function describe(
  { exitCode, stdout, stderr }: { exitCode: number; stdout: string; stderr: string },
  stopped: StopReason | undefined,
  failure: WriteFailure | undefined,
  cwd: string,
): ShellResult {
  const flooded = /output size (?:limit )?exceeded/.test(stderr)
  const text = stderr.replace(/, increase executionLimits\.\w+/g, '').replace(REFUSALS, '')
  if (stopped)
    return {
      exitCode: stopped === 'memory' ? 137 : 124,
      stdout,
      stderr: `${text}${stopTexts[stopped]}\n`,
      stopped,
      flooded,
    }
  if (!failure) return { exitCode, stdout, stderr: text, stopped, flooded }
  const path = failure.path.startsWith(`${cwd}/`)
    ? failure.path.slice(cwd.length + 1)
    : failure.path
  const reason = `bash: ${path}: ${reasonOf(failure.error)}\n`
  return { exitCode: 1, stdout, stderr: text + reason, stopped, flooded }
}

const stopTexts: Record<StopReason, string> = {
  time: 'bash: stopped: time limit reached',
  commands: 'bash: stopped: command limit reached',
  interrupts: 'bash: stopped: interpreter limit reached',
  memory: 'bash: out of memory',
  cancelled: 'bash: stopped: cancelled',
}
