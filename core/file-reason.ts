import { messageOf } from './errors.ts'

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

/** What a failed file operation says to a user: the reason, and what to do. */
export function fileReason(error: unknown): readonly [reason: string, advice: string] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? [messageOf(error), 'check the folder']
}
