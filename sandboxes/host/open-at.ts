import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { SandboxFileError } from '../sandbox.ts'
import type { Identity } from './driver-folder.ts'

const PATH_ONLY = 0o10000000
/** A pipe or a device that stands where a file was must not keep anybody waiting. */
const CAREFUL = constants.O_NOFOLLOW | constants.O_NONBLOCK
const CHUNK = 2 ** 20

/** Opens what commands may have closed to their own user; its mode stays as it was. */
export function openAt(at: string | Buffer, flags: number): number {
  try {
    return openSync(at, flags | CAREFUL)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
  }
  const handle = openSync(at, PATH_ONLY | constants.O_NOFOLLOW)
  try {
    const { mode } = fstatSync(handle)
    const path = `/proc/self/fd/${handle}`
    chmodSync(path, (mode & 0o7777) | 0o700)
    try {
      return openSync(path, (flags & ~constants.O_CREAT) | constants.O_NONBLOCK)
    } finally {
      chmodSync(path, mode & 0o7777)
    }
  } finally {
    closeSync(handle)
  }
}

/** A regular file's contents. */
export function readAt(at: string | Buffer, shownPath: string): Uint8Array {
  const fd = openAt(at, constants.O_RDONLY)
  try {
    const chunks: Buffer[] = []
    for (const chunk of chunksOf(fd, shownPath)) chunks.push(Buffer.from(chunk))
    // Not Node's own Buffer: equality and views are those of a plain array.
    return new Uint8Array(Buffer.concat(chunks))
  } finally {
    closeSync(fd)
  }
}

const buffer = Buffer.allocUnsafeSlow(CHUNK)

/** Parts of a regular file; each is gone when the next is asked for. */
export function* chunksOf(fd: number, shownPath: string): Generator<Buffer> {
  const stats = fstatSync(fd)
  if (stats.isDirectory())
    throw new SandboxFileError(`Cannot read ${shownPath}: it is a directory`, shownPath)
  if (!stats.isFile()) {
    throw new SandboxFileError(`Cannot read ${shownPath}: it is not a regular file`, shownPath)
  }
  for (;;) {
    const count = readSync(fd, buffer, 0, CHUNK, null)
    if (count === 0) return
    yield buffer.subarray(0, count)
  }
}

export interface WriteOptions {
  /** Of a file that is made, or of any if `isModeForced`. */
  readonly mode: number
  readonly isModeForced?: boolean | undefined
  readonly identity: Identity | undefined
}

/** Writes a whole regular file, a new one or over what is there. */
export function writeAt(
  at: string,
  data: Uint8Array,
  { mode, isModeForced, identity }: WriteOptions,
  shownPath: string,
): void {
  const { fd, isNew } = openForWriting(at)
  try {
    const stats = fstatSync(fd)
    if (!stats.isFile()) {
      throw new SandboxFileError(`Cannot write ${shownPath}: it is not a regular file`, shownPath)
    }
    ftruncateSync(fd, 0)
    for (let done = 0; done < data.length; ) done += writeSync(fd, data, done)
    if (isNew && identity) fchownSync(fd, identity.uid, identity.gid)
    if (isNew || isModeForced) fchmodSync(fd, mode)
  } finally {
    closeSync(fd)
  }
}

function openForWriting(at: string): { fd: number; isNew: boolean } {
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | CAREFUL
    return { fd: openSync(at, flags, 0o600), isNew: true }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return { fd: openAt(at, constants.O_WRONLY), isNew: false }
}
