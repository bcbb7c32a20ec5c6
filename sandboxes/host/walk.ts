import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  readdirSync,
  readlinkSync,
  type Stats,
} from 'node:fs'
import { performance } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { openAt } from './open-at.ts'

export type EntryType = 'file' | 'directory' | 'link'

/** One name below a folder. What is neither file, folder nor link is no entry: it cannot be carried. */
export interface Entry {
  /** Relative to the folder. */
  readonly path: string
  readonly type: EntryType
  readonly mode: number
  readonly stats: Stats
  /** Path by which the system finds it, until the next entry is asked for. */
  readonly at: Buffer
}

/** Names deeper than this are no entries: a command can nest folders without end, nobody can read them. */
const DEEPEST = 256
/** Milliseconds after which others get their turn. */
const SLICE_MS = 10

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * All entries below an open folder, links not followed, siblings by name. Names that are no text are
 * left out, because no path could name them.
 */
export async function* walk(folderFd: number): AsyncGenerator<Entry> {
  let since = performance.now()
  for (const entry of entriesOf(Buffer.from(`/proc/self/fd/${folderFd}`), '', 1)) {
    yield entry
    if (performance.now() - since < SLICE_MS) continue
    await setImmediate()
    since = performance.now()
  }
}

function* entriesOf(folder: Buffer, prefix: string, depth: number): Generator<Entry> {
  for (const { name, bytes } of namesIn(folder)) {
    const at = Buffer.concat([folder, Buffer.from('/'), bytes])
    const stats = lstatSync(at, { throwIfNoEntry: false })
    const type = stats && typeOf(stats)
    if (!type) continue
    const path = prefix + name
    yield { path, type, mode: stats.mode & 0o7777, stats, at }
    if (type === 'directory' && depth < DEEPEST) yield* insideOf(at, stats, `${path}/`, depth + 1)
  }
}

function* insideOf(at: Buffer, { mode }: Stats, prefix: string, depth: number): Generator<Entry> {
  let fd: number
  try {
    fd = openAt(at, constants.O_RDONLY | constants.O_DIRECTORY)
  } catch (error) {
    // A command that still runs may have removed it.
    if (isGone(error)) return
    throw error
  }
  const folder = `/proc/self/fd/${fd}`
  const isClosed = process.getuid?.() !== 0 && (mode & 0o700) !== 0o700
  try {
    if (isClosed) chmodSync(folder, (mode & 0o7777) | 0o700)
    yield* entriesOf(Buffer.from(folder), prefix, depth)
  } finally {
    if (isClosed) chmodSync(folder, mode & 0o7777)
    closeSync(fd)
  }
}

function namesIn(folder: Buffer): readonly { name: string; bytes: Buffer }[] {
  const names = readdirSync(folder, { encoding: 'buffer' }).flatMap((bytes) => {
    try {
      return [{ name: decoder.decode(bytes), bytes }]
    } catch {
      return []
    }
  })
  return names.sort((a, b) => byName(a.name, b.name))
}

function typeOf(stats: Stats): EntryType | undefined {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  return stats.isSymbolicLink() ? 'link' : undefined
}

export function targetOf({ at }: Entry): string {
  return readlinkSync(at)
}

export function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP'
}

/** Order of names by their UTF-16 code units: the same on every machine. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
