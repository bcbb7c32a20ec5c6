import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { messageOf } from './errors.ts'

const reasons: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  EACCES: ['permission denied', 'check its permissions'],
  EPERM: ['operation not permitted', 'check its permissions'],
  EROFS: ['the file system is read-only', 'choose another folder'],
  ENOENT: ['no such file or folder', 'check the path'],
  ENOTDIR: ['a part of the path is a file', 'check the path'],
  EEXIST: ['it exists and is not a folder', 'choose another folder'],
  EISDIR: ['it is a folder', 'choose another path'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter one'],
  ENOSPC: ['the disk is full', 'make room'],
  EDQUOT: ['the disk quota is used up', 'make room'],
  EFBIG: ['the file has reached its largest size', 'raise the limit, or choose another folder'],
  EMFILE: ['too many files are open', 'raise the limit, or lower the concurrency'],
}

/** What a failed file operation says to a user: the reason, and what to do. */
export function fileReason(error: unknown): readonly [reason: string, advice: string] {
  return reasons[codeOf(error)] ?? [messageOf(error), 'check the folder']
}

/** A folder with all above it. Not `mkdir` with `recursive`: under /proc it never comes back. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path).catch((again) => {
      if (codeOf(again) !== 'EEXIST') throw again
    })
  }
}

/** `ENOENT` and the like; empty where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
