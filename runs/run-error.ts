import { ConfigError } from '../core/index.ts'

/** The run itself failed, in the middle: its folder can no longer be written. Finished episodes are kept. */
export class RunError extends Error {
  override readonly name = 'RunError'
}

const reasons: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  EACCES: ['permission denied', 'choose a folder you may write'],
  EPERM: ['operation not permitted', 'choose a folder you may write'],
  EROFS: ['the file system is read-only', 'choose another folder'],
  ENOENT: ['no such file or folder', 'check the path'],
  ENOTDIR: ['a part of the path is a file', 'choose another folder'],
  EEXIST: ['it exists and is not a folder', 'choose another folder'],
  EISDIR: ['it is a folder', 'choose another path'],
  ENOSPC: ['the disk is full', 'make room'],
  EDQUOT: ['the disk quota is used up', 'make room'],
  EFBIG: ['the file has reached its largest size', 'raise the limit, or choose another folder'],
  EMFILE: ['too many files are open', 'raise the limit, or lower the concurrency'],
}

/** Before the first episode a folder that cannot be used is the user's choice; afterwards the run's failure. */
export function fileProblem(
  when: 'start' | 'running',
  verb: string,
  path: string,
  error: unknown,
): ConfigError | RunError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const [reason, advice] = reasons[code] ?? [
    error instanceof Error ? error.message : String(error),
    'check the folder',
  ]
  const message = `Cannot ${verb} ${path}: ${reason} (${advice}${
    when === 'running' ? ', then continue with --resume' : ''
  })`
  return when === 'start'
    ? new ConfigError(message, { cause: error })
    : new RunError(message, { cause: error })
}
