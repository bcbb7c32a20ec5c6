import {
  type Command,
  defineCommand,
  latin1FromBytes,
  type ResolvedCommandContext,
} from 'just-bash'
import { shellQuote } from '../../core/shell-quote.ts'
import type { CommandCall, CommandHost, CommandResult, VirtualCommand } from './commands/command.ts'

/** Makes a command of ours one of the shell's. */
export function adaptCommand(name: string, run: VirtualCommand, host: CommandHost): Command {
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
    async run(command, commandArgs, { cwd = context.cwd, env, stdin, signal } = {}) {
      if (!context.exec) throw new Error('just-bash gave no way to run a command')
      const input = stdin ? Buffer.from(stdin).toString('latin1') : latin1FromBytes(context.stdin)
      return resultOf(
        await context.exec(shellQuote(command), {
          cwd,
          args: [...commandArgs],
          stdin: input,
          stdinKind: 'bytes',
          ...(env ? { env: { ...env } } : {}),
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
