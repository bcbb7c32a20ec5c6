import { closeSync } from 'node:fs'
import { namelessFile } from './nameless-file.ts'

/** What the shell's `ulimit` sets before a command runs; processes cannot raise it again. */
export interface ShellLimits {
  /** Size of one file. */
  readonly fileBytes: number
  /** Memory that one process may write to. */
  readonly dataMiB?: number | undefined
  readonly processes?: number | undefined
}

/** The kernel takes at most 128 KiB in one argument. */
const LONGEST_ARGUMENT = 100_000
/** Descriptor under which a command that is too long for an argument is read. */
export const SCRIPT_FD = 3

/** The words of the shell that sets limits and directory, and then becomes the one that runs a command. */
export function shellWords(
  command: string,
  { cwd, limits }: { readonly cwd: string; readonly limits: ShellLimits },
): readonly string[] {
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1024)
  const { fileBytes, dataMiB, processes } = limits
  const settings = [
    '-c 0',
    `-f ${kilobytes(fileBytes)}`,
    ...(dataMiB === undefined ? [] : [`-d ${Math.ceil(dataMiB * 1024)}`]),
    ...(processes === undefined ? [] : [`-u ${Math.ceil(processes)}`]),
  ]
  // Where the system's own limit is lower, that one stays.
  const limit = settings.map((setting) => `ulimit ${setting} 2>/dev/null`).join('; ')
  const kept = isLong(command) ? `[0-2]|${SCRIPT_FD}` : '[0-2]'
  const run = isLong(command) ? `exec bash /dev/fd/${SCRIPT_FD}` : 'exec bash -c "$2" bash'
  const words = ['-c', `${closeOthers(kept)}; ${limit}; cd -- "$1" || exit 1; ${run}`, 'bash', cwd]
  return isLong(command) ? words : [...words, command]
}

/** What this program inherited without knowing it, its children inherit too. */
const closeOthers = (kept: string) =>
  `for fd in /proc/$$/fd/*; do fd=\${fd##*/}; case $fd in ${kept}) ;; *) eval "exec $fd>&-";; esac; done; unset fd`

/** The command as a file; the caller closes it. undefined: it is an argument. */
export function openScript(command: string): number | undefined {
  return isLong(command) ? namelessFile(command) : undefined
}

export function closeScript(fd: number | undefined): void {
  if (fd !== undefined) closeSync(fd)
}

const isLong = (command: string) =>
  command.includes('\0') || Buffer.byteLength(command) > LONGEST_ARGUMENT
