import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { packTar, type TarEntry } from 'modern-tar'
import { ConfigError } from '../../core/errors.ts'
import { byName } from '../host/walk.ts'
import { ignoredBy } from './ignored.ts'

/** What is sent to the daemon, from memory. */
const MOST_BYTES = 2 ** 30
const RECIPE = 'Dockerfile'

/** What an image is built from. */
export interface BuildFolder {
  readonly entries: readonly TarEntry[]
  /** Of all names, modes and contents. */
  readonly hash: string
  readonly recipe: string
}

/** @throws ConfigError where there is no recipe in it, or too much. */
export async function readBuildFolder(folder: string): Promise<BuildFolder> {
  const recipe = await readFile(join(folder, RECIPE), 'utf8').catch((cause: unknown) => {
    throw cannotBuild(folder, `there is no ${RECIPE} in it (give the folder that has one)`, cause)
  })
  const ignored = ignoredBy(await readFile(join(folder, '.dockerignore'), 'utf8').catch(() => ''))
  const hash = createHash('sha256')
  const entries: TarEntry[] = []
  let bytes = 0
  for (const path of await namesBelow(folder)) {
    if (path !== RECIPE && ignored(path)) continue
    const stats = await lstat(join(folder, path))
    const entry = await entryOf(folder, path, stats)
    if (!entry) continue
    bytes += stats.size
    if (bytes > MOST_BYTES) {
      throw cannotBuild(folder, 'it takes more than 1 GiB (leave files out with a .dockerignore)')
    }
    const { name, mode = 0, type = 'file', linkname = '' } = entry.header
    hash.update(`${type}\0${mode.toString(8)}\0${name}\0${linkname}\0${stats.size}\0`)
    if (entry.body instanceof Uint8Array) hash.update(entry.body)
    entries.push(entry)
  }
  return { entries, hash: hash.digest('hex'), recipe }
}

export async function archiveOf({ entries }: BuildFolder): Promise<Buffer> {
  return Buffer.from(await packTar([...entries]))
}

async function namesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true })
  return names.map((name) => name.replaceAll('\\', '/')).sort(byName)
}

async function entryOf(folder: string, path: string, stats: Stats): Promise<TarEntry | undefined> {
  const common = { mode: stats.mode & 0o777, mtime: stats.mtime, uid: 0, gid: 0 }
  if (stats.isDirectory()) {
    return { header: { ...common, name: `${path}/`, type: 'directory', size: 0 } }
  }
  if (stats.isSymbolicLink()) {
    const linkname = await readlink(join(folder, path))
    return { header: { ...common, name: path, type: 'symlink', linkname, size: 0 } }
  }
  if (!stats.isFile()) return undefined
  const body = new Uint8Array(await readFile(join(folder, path)))
  return { header: { ...common, name: path, type: 'file', size: body.length }, body }
}

export function cannotBuild(folder: string, reason: string, cause?: unknown): ConfigError {
  return new ConfigError(`Cannot build the image of ${folder}: ${reason}`, { cause })
}
