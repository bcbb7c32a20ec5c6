import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { ConfigError } from '../../../../core/index.ts'
import { type HostFile, putHostFiles } from './archive.ts'
import { cutHistory, settingsFor } from './cut.ts'
import type { RepositoryFiles } from './prepare.ts'

const MOST_BYTES = 2 * 2 ** 30
/** Stores that a clone borrows from may borrow themselves. */
const MOST_STORES = 8

/**
 * A clone of this machine, with a work tree or bare. Of it only objects are read, as files: no program of
 * this machine looks at its settings.
 */
export async function readClone(
  path: string,
  commit: string,
  id: string,
): Promise<RepositoryFiles> {
  const git = await commonFolderOf(await gitFolderOf(path))
  const stores = await storesOf(join(git, 'objects'))
  const files = (await Promise.all(stores.map(objectsIn))).flat()
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  if (files.length === 0) {
    throw new ConfigError(
      `Cannot open the repository of ${id}: ${path} is a clone without objects (clone it again)`,
    )
  }
  if (bytes > MOST_BYTES) {
    throw new ConfigError(
      `Cannot open the repository of ${id}: ${path} has ${Math.ceil(bytes / 2 ** 30)} GiB of history (use a shallow clone)`,
    )
  }
  const shallow = await readFile(join(git, 'shallow'), 'utf8').catch(() => undefined)
  return {
    bytes,
    async put(sandbox, root) {
      await sandbox.writeFiles({
        [`${root}/.git/HEAD`]: 'ref: refs/heads/main\n',
        [`${root}/.git/config`]: settingsFor(commit),
        [`${root}/.git/refs/heads/.keep`]: '',
        ...(shallow === undefined ? {} : { [`${root}/.git/shallow`]: shallow }),
      })
      await putHostFiles(sandbox, `${root}/.git/objects`, files)
      await cutHistory(sandbox, root, { commit, id })
    },
  }
}

/** `.git` is a folder, or in a linked work tree a file that names one; a bare clone is one itself. */
async function gitFolderOf(path: string): Promise<string> {
  const inside = join(path, '.git')
  const stats = await stat(inside).catch(() => undefined)
  if (stats?.isDirectory()) return inside
  if (!stats) return path
  const named = /^gitdir: (.+)$/m.exec(await readFile(inside, 'utf8'))?.[1] ?? ''
  return resolve(path, named)
}

async function commonFolderOf(git: string): Promise<string> {
  const named = await readFile(join(git, 'commondir'), 'utf8').catch(() => undefined)
  return named === undefined ? git : resolve(git, named.trim())
}

/** Where objects are: here, and wherever this store borrows from. */
async function storesOf(first: string): Promise<readonly string[]> {
  const stores = [first]
  for (const store of stores) {
    const alternates = await readFile(join(store, 'info/alternates'), 'utf8').catch(() => '')
    const named = alternates.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    const others = named.map((line) => (isAbsolute(line) ? line : resolve(store, line)))
    stores.push(...others.filter((path) => !stores.includes(path)))
    if (stores.length > MOST_STORES) break
  }
  return stores.slice(0, MOST_STORES)
}

async function objectsIn(store: string): Promise<readonly (HostFile & { bytes: number })[]> {
  const folders = await readdir(store).catch(() => [])
  const known = folders.filter((name) => name === 'pack' || /^[0-9a-f]{2}$/.test(name)).sort()
  const files: (HostFile & { bytes: number })[] = []
  for (const folder of known) {
    const names = await readdir(join(store, folder)).catch(() => [])
    for (const name of names.filter(isObject).sort()) {
      const from = join(store, folder, name)
      const stats = await lstat(from)
      if (stats.isFile()) files.push({ from, to: `${folder}/${name}`, bytes: stats.size })
    }
  }
  return files
}

const isObject = (name: string) =>
  /^(?:[0-9a-f]{38}|[0-9a-f]{62}|pack-[0-9a-f]+\.(?:pack|idx))$/.test(name)
