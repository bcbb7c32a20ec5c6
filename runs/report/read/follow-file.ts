import { type FileHandle, open, stat } from 'node:fs/promises'
import { type JsonlLine, readLines } from '../../jsonl.ts'
import { fileProblem } from '../../run-error.ts'

/** A JSON Lines file that may still grow: each reading goes on where the last one ended. */
export interface FollowedFile {
  /**
   * Whole lines that came since; a file that is not the one that was read is read from its beginning.
   * @throws ConfigError where the file is there and cannot be read: the next reading tries again.
   */
  news(onRestart: () => void): AsyncGenerator<JsonlLine>
  /** After `news`: bytes behind the last whole line, or null where there is no file. */
  tornBytes(): Promise<number | null>
}

/** Bytes before the place of reading that must be as they were. */
const TAIL = 1024
const NEWLINE = Buffer.from('\n')
const NOTHING = Buffer.alloc(0)

export function followFile(path: string): FollowedFile {
  let read = 0
  let lines = 0
  let tail: Buffer = NOTHING
  let known: Identity | null = null

  return {
    async *news(onRestart) {
      const found = await look(path, read)
      if (!found) return
      const isSame = known === null || isSameFile(known, found.identity)
      known = found.identity
      if (read > 0 && !(isSame && found.before.equals(tail))) {
        read = 0
        lines = 0
        tail = NOTHING
        onRestart()
      }
      if (found.size === read) return
      for await (const line of readLines(path, read)) {
        read = line.end
        lines++
        tail = Buffer.concat([tail, line.bytes.subarray(-TAIL), NEWLINE]).subarray(-TAIL)
        if (line.bytes.length > 0) yield { ...line, line: lines }
      }
    },
    async tornBytes() {
      try {
        return Math.max(0, (await stat(path)).size - read)
      } catch (error) {
        return nullIfMissing(path, error)
      }
    },
  }
}

/** Tells a file from another one of the same name. */
interface Identity {
  readonly inode: bigint
  /** Null where the file system does not keep it, or it was changed last when it was made. */
  readonly bornAtNs: bigint | null
}

interface Look {
  readonly size: number
  readonly identity: Identity
  /** What stands before the place of reading, as much of it as `TAIL`. */
  readonly before: Buffer
}

async function look(path: string, read: number): Promise<Look | null> {
  try {
    await using file = await open(path, 'r')
    const { size, ino, birthtimeNs, ctimeNs } = await file.stat({ bigint: true })
    return {
      size: Number(size),
      // Without a time of birth some systems give that of the last change for it.
      identity: { inode: ino, bornAtNs: birthtimeNs === ctimeNs ? null : birthtimeNs },
      before: await bytesBefore(file, read),
    }
  } catch (error) {
    return nullIfMissing(path, error)
  }
}

function isSameFile(a: Identity, b: Identity): boolean {
  // An inode is given again as soon as its file is removed.
  const isBornTogether = a.bornAtNs === null || b.bornAtNs === null || a.bornAtNs === b.bornAtNs
  return a.inode === b.inode && isBornTogether
}

async function bytesBefore(file: FileHandle, end: number): Promise<Buffer> {
  const length = Math.min(TAIL, end)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, end - length)
  return buffer.subarray(0, bytesRead)
}

function nullIfMissing(path: string, error: unknown): null {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return null
  throw fileProblem('start', 'read', path, error)
}
