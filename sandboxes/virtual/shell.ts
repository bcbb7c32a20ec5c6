import {
  Bash,
  type Command,
  type CommandName,
  defineCommand,
  getCommandNames,
  latin1FromBytes,
  type ResolvedCommandContext,
} from 'just-bash'
import { messageOf } from '../../core/errors.ts'
import { baseEnvironment, WORKDIR } from './base-tree.ts'
import { createBashFiles } from './bash-files.ts'
import {
  type CommandCall,
  type CommandHost,
  type CommandResult,
  reasonOf,
  type VirtualCommand,
} from './commands/command.ts'
import { virtualCommands } from './commands/index.ts'
import type { StopReason } from './fuel.ts'
import { createWriteGuard, type WriteFailure } from './write-guard.ts'

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
  // Commands and simulated time are counted by `Fuel`.
  maxExecutionTimeMs: Number.POSITIVE_INFINITY,
  // Every append to an array copies it.
  maxArrayElements: 10_000,
  maxAwkIterations: 300_000,
  maxSedIterations: 100_000,
  maxJqIterations: 100_000,
  maxSourceBytes: 2 ** 20,
  maxFileDescriptors: 64,
  maxStringLength: 16 * 2 ** 20,
  maxHeredocSize: 16 * 2 ** 20,
  maxOutputSize: 32 * 2 ** 20,
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
    fs: createBashFiles(host.tree, writes),
    cwd: WORKDIR,
    env: { ...baseEnvironment },
    commands: shellCommands,
    customCommands: Object.entries(virtualCommands).map(([name, run]) => adapt(name, run, host)),
    executionLimits: shellLimits,
    // It patches globals of the whole thread; the worker and the in-memory files are the walls here.
    defenseInDepth: false,
    processInfo: { pid: 100, ppid: 1, uid: 1000, gid: 1000 },
    sleep: async (ms) => {
      fuel.sleep(ms)
    },
  })
  meterCommands(bash, {
    mayRun: () => fuel.command() && writes.swallowed === undefined,
    mayLoop: () => fuel.round() && writes.swallowed === undefined,
  })
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

/**
 * The shell compares its count of commands with its limit before every command, and that of rounds
 * before every round of a loop. Answering these questions is how work is metered; a refusal is the
 * one stop that keeps the output so far (an aborted signal drops it). Not enumerable: the copies of
 * the limits that commands get must not count.
 */
function meterCommands(bash: Bash, may: { mayRun(): boolean; mayLoop(): boolean }): void {
  const limits: unknown = Reflect.get(bash, 'limits')
  if (typeof limits !== 'object' || limits === null) throw new Error('just-bash has no limits')
  const limitOf = (allowed: boolean) => (allowed ? Number.MAX_SAFE_INTEGER : REFUSED)
  Object.defineProperties(limits, {
    maxCommandCount: { get: () => limitOf(may.mayRun()), enumerable: false },
    maxLoopIterations: { get: () => limitOf(may.mayLoop()), enumerable: false },
  })
}

const REFUSED = -1
/** What the shell says about the limits that are refused here. */
const REFUSALS = /^.*(?:\(>?-1\)|: work work limit exceeded \(\d+\)).*\n/gm

function adapt(name: string, run: VirtualCommand, host: CommandHost): Command {
  return defineCommand(name, async (args, context) => {
    const result = await run(callOf(args, context, host))
    if (host.fuel.stopped) endExec(context, result)
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

/** Throws the shell's own limit error, with the command's output on it: nothing runs after it. */
function endExec({ executionScope }: ResolvedCommandContext, result: CommandResult): void {
  try {
    executionScope?.consumeWork(Number.MAX_SAFE_INTEGER)
  } catch (error) {
    const { stdout = '', stderr = '' } = result
    const text = typeof stdout === 'string' ? stdout : Buffer.from(stdout).toString('utf8')
    throw Object.assign(error as Error, { stdout: text, stderr })
  }
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
