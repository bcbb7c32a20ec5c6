import {
  Bash,
  type Command,
  type CommandName,
  decodeBytesToUtf8,
  defineCommand,
  getCommandNames,
  latin1FromBytes,
  type ResolvedCommandContext,
} from 'just-bash'
import { baseEnvironment, WORKDIR } from './base-tree.ts'
import { createBashFiles } from './bash-files.ts'
import type { CommandCall, CommandHost, CommandResult, VirtualCommand } from './commands/command.ts'
import { virtualCommands } from './commands/index.ts'
import type { StopReason } from './fuel.ts'

/** Needs a worker thread of its own or means nothing without a person at a terminal. */
const leftOut: readonly string[] = ['sqlite3', 'clear', 'history', 'help']

const shellCommands = getCommandNames().filter((name) => !leftOut.includes(name)) as CommandName[]

export const commandNames: readonly string[] = [
  ...new Set([...shellCommands, ...Object.keys(virtualCommands)]),
].sort()

/**
 * Bounds of the interpreter's own memory and loops. They are far from what ordinary commands need;
 * a command that reaches one fails with exit code 126.
 */
const shellLimits = {
  // Commands and time are counted by `Fuel`.
  maxLoopIterations: Number.MAX_SAFE_INTEGER,
  maxExecutionTimeMs: Number.POSITIVE_INFINITY,
  // Appending to an array copies it: 20 000 appends would take 11 s.
  maxArrayElements: 5000,
  maxAwkIterations: 300_000,
  maxSedIterations: 100_000,
  maxJqIterations: 100_000,
  maxStringLength: 16 * 2 ** 20,
  maxHeredocSize: 16 * 2 ** 20,
  maxOutputSize: 16 * 2 ** 20,
  maxLiveBytes: 128 * 2 ** 20,
  maxInputBytes: 128 * 2 ** 20,
  maxArchiveBytes: 64 * 2 ** 20,
  maxArchiveEntryBytes: 64 * 2 ** 20,
  maxCallDepth: 100,
}

export interface ShellRequest {
  readonly command: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly stdin: Uint8Array
}

export interface ShellResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly stopped: StopReason | undefined
  /** The shell's own output limit was reached. */
  readonly flooded: boolean
}

/** Runs one command line in a fresh shell: nothing but files outlives it. */
export async function runShell(request: ShellRequest, host: CommandHost): Promise<ShellResult> {
  const { fuel } = host
  const bash = new Bash({
    fs: createBashFiles(host.tree),
    cwd: WORKDIR,
    env: { ...baseEnvironment },
    commands: shellCommands,
    customCommands: Object.entries(virtualCommands).map(([name, run]) => adapt(name, run, host)),
    executionLimits: shellLimits,
    // Its globals are patched for all threads' users; the worker and the interpreter are the walls.
    defenseInDepth: false,
    processInfo: { pid: 100, ppid: 1, uid: 1000, gid: 1000 },
    sleep: async (ms) => {
      fuel.sleep(ms)
    },
    coverage: {
      hit: (feature) => {
        if (feature.startsWith('bash:cmd:')) fuel.command()
        else fuel.step()
      },
    },
  })
  stopWith(bash, () => fuel.stopped !== undefined)
  const result = await bash
    .exec(request.command, {
      cwd: request.cwd,
      env: { ...request.env, PWD: request.cwd },
      stdin: Buffer.from(request.stdin).toString('latin1'),
      stdinKind: 'bytes',
      rawScript: true,
    })
    .catch((error: unknown) => ({
      exitCode: 2,
      stdout: '',
      stderr: `bash: cannot run this command: ${error instanceof Error ? error.message : error}\n`,
    }))
  const { stopped } = fuel
  const stderr = withoutLimitHints(result.stderr, stopped !== undefined)
  return {
    exitCode: stopped ? 124 : result.exitCode,
    stdout: result.stdout,
    stderr: stopped ? `${stderr}${stopTexts[stopped]}\n` : stderr,
    stopped,
    flooded: /output size (?:limit )?exceeded/.test(result.stderr),
  }
}

const stopTexts: Record<StopReason, string> = {
  time: 'bash: stopped: time limit reached',
  commands: 'bash: stopped: command limit reached',
  interrupts: 'bash: stopped: interpreter limit reached',
  cancelled: 'bash: stopped: cancelled',
}

/**
 * Makes the shell refuse its next command once `stopped` says so. The command limit is the one stop
 * that keeps the output so far (an aborted signal drops it), and it is read before every command.
 */
function stopWith(bash: Bash, stopped: () => boolean): void {
  const limits: unknown = Reflect.get(bash, 'limits')
  if (typeof limits !== 'object' || limits === null) throw new Error('just-bash has no limits')
  Object.defineProperty(limits, 'maxCommandCount', {
    get: () => (stopped() ? -1 : Number.MAX_SAFE_INTEGER),
    enumerable: true,
  })
}

function withoutLimitHints(stderr: string, stopped: boolean): string {
  const text = stderr.replace(/, increase executionLimits\.\w+/g, '')
  return stopped ? text.replace(/bash: too many commands executed \(>-1\)\n/g, '') : text
}

function adapt(name: string, run: VirtualCommand, host: CommandHost): Command {
  return defineCommand(name, async (args, context) => {
    const result = await run(callOf(args, context, host))
    const { stdout = '' } = result
    return typeof stdout === 'string'
      ? { exitCode: result.exitCode, stdout, stderr: result.stderr ?? '', stdoutKind: 'text' }
      : {
          exitCode: result.exitCode,
          stdout: Buffer.from(stdout.buffer, stdout.byteOffset, stdout.length).toString('latin1'),
          stderr: result.stderr ?? '',
          stdoutKind: 'bytes',
          stdoutEncoding: 'binary',
        }
  })
}

function callOf(args: string[], context: ResolvedCommandContext, host: CommandHost): CommandCall {
  return {
    ...host,
    args,
    cwd: context.cwd,
    env: context.exportedEnv ?? {},
    stdin: () => Buffer.from(latin1FromBytes(context.stdin), 'latin1'),
    async run(command, commandArgs, signal) {
      if (!context.exec) throw new Error('just-bash gave no way to run a command')
      return resultOf(
        await context.exec(quote(command), {
          cwd: context.cwd,
          args: [...commandArgs],
          stdin: latin1FromBytes(context.stdin),
          stdinKind: 'bytes',
          ...(signal ? { signal } : {}),
        }),
      )
    },
    async original(originalArgs) {
      if (!context.origCommand) throw new Error(`just-bash has no such command`)
      return resultOf(await context.origCommand([...originalArgs]))
    },
  }
}

interface RawResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly stdoutKind?: 'text' | 'bytes'
  readonly stdoutEncoding?: 'binary'
}

function resultOf({
  exitCode,
  stdout,
  stderr,
  stdoutKind,
  stdoutEncoding,
}: RawResult): CommandResult {
  const bytes = stdoutKind === 'bytes' || stdoutEncoding === 'binary'
  return { exitCode, stdout: bytes ? Buffer.from(stdout, 'latin1') : stdout, stderr }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
