import type { VirtualClock } from '../clock.ts'
import type { FileTree } from '../file-tree.ts'
import type { Fuel } from '../fuel.ts'
import type { Repository } from '../git/objects.ts'
import type { Random } from '../virtual-clock.ts'

/** What a command of ours may reach: one sandbox and the exec it runs in. */
export interface CommandHost {
  readonly tree: FileTree
  readonly clock: VirtualClock
  readonly random: Random
  readonly fuel: Fuel
  /** git's stores, by the folder they are for. */
  readonly repositories: Map<string, Repository>
  readonly memoryMiB: number
  readonly maxOutputBytes: number
}

/** One call of a command. */
export interface CommandCall extends CommandHost {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  stdin(): Uint8Array
  /** Runs a command as a child, under this exec's limits. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<CommandResult>
  /** The shell's own command of this name, where there is one. */
  original(args: readonly string[]): Promise<CommandResult>
}

export interface RunOptions {
  readonly cwd?: string | undefined
  /** Variables beside those of the caller. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Standard input; without it, the child reads the caller's. */
  readonly stdin?: Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
}

export interface CommandResult {
  readonly exitCode: number
  /** Bytes go on as they are; text is UTF-8 encoded. */
  readonly stdout?: string | Uint8Array
  readonly stderr?: string
}

export type VirtualCommand = (call: CommandCall) => CommandResult | Promise<CommandResult>

/** A failure in the words of the usual tools: `name: message`. */
export function failure(name: string, message: string, exitCode = 1): CommandResult {
  return { exitCode, stderr: `${name}: ${message}\n` }
}

/** What `strerror` says about an error whose message starts with an errno name. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error ? error.message.split(':', 1)[0] : ''
  return errnoTexts[code ?? ''] ?? (error instanceof Error ? error.message : String(error))
}

const errnoTexts: Record<string, string> = {
  EEXIST: 'File exists',
  EINVAL: 'Invalid argument',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EPERM: 'Operation not permitted',
}
