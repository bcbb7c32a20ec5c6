import { Bash, type CommandName, getCommandNames } from 'just-bash'
import { messageOf } from '../../core/errors.ts'
import { adaptCommand } from './adapt-command.ts'
import { baseEnvironment, WORKDIR } from './base-tree.ts'
import { createBashFiles } from './bash-files.ts'
import { type CommandHost, reasonOf } from './commands/command.ts'
import { virtualCommands } from './commands/index.ts'
import type { StopReason } from './fuel.ts'
import { meterShell, REFUSALS, shellLimits } from './shell-limits.ts'
import { createWriteGuard, type WriteFailure } from './write-guard.ts'

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
  /** Set in a second run: the write that nothing in the shell caught in the first. */
  readonly failingWrite?: number | undefined
}

export interface ShellResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly stopped: StopReason | undefined
  /** The shell's own output limit was reached. */
  readonly flooded: boolean
  /**
   * A redirection could not write its file, and the shell threw away all output over it: run it
   * again from the same state with this as `failingWrite`.
   */
  readonly failedWrite?: number | undefined
}

/** Runs one command line in a fresh shell: nothing but files outlives it. */
export async function runShell(request: ShellRequest, host: CommandHost): Promise<ShellResult> {
  const { fuel } = host
  const writes = createWriteGuard(request.failingWrite)
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
  const failedWrite = thrown && thrown === writes.failure?.error ? writes.failure.index : undefined
  return { ...describe(raw, fuel.stopped, writes.swallowed, request.cwd), failedWrite }
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
