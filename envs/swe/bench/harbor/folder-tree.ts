import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { ORIGINAL_TIME, packTarOf } from '../pack-tar.ts'

/** A file, folder or link of this machine, by the name it gets in a sandbox. */
export interface TreeEntry {
  readonly name: string
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink'
  readonly mode: number
}

/** All below a folder, sorted, names relative to it; links are not followed, pipes and sockets left out. */
export async function entriesBelow(folder: string, below = ''): Promise<readonly TreeEntry[]> {
  const names = (await readdir(join(folder, below))).sort()
  const found: TreeEntry[] = []
  for (const name of names) {
    const entry = await entryAt(join(folder, below, name), posix.join(below, name))
    if (!entry) continue
    found.push(entry)
    if (entry.type === 'directory') found.push(...(await entriesBelow(folder, entry.name)))
  }
  return found
}

/**
 * Undefined for what is neither file, folder nor link. Modes are those that git keeps: the rest depends on who
 * has checked a task out.
 */
export async function entryAt(path: string, name: string): Promise<TreeEntry | undefined> {
  const stats = await lstat(path)
  if (stats.isSymbolicLink()) return { name, path, type: 'symlink', mode: 0o777 }
  if (stats.isDirectory()) return { name, path, type: 'directory', mode: 0o755 }
  const mode = stats.mode & 0o100 ? 0o755 : 0o644
  return stats.isFile() ? { name, path, type: 'file', mode } : undefined
}

/** A tar archive of them. */
export async function packEntries(entries: readonly TreeEntry[]): Promise<Uint8Array> {
  const packed = []
  for (const { name, path, type, mode } of entries) {
    if (type === 'file') {
      const body = await readFile(path)
      packed.push({ header: { name, type, mode, size: body.length }, body })
    } else if (type === 'symlink') {
      const linkname = await readlink(path)
      packed.push({ header: { name, type, mode, linkname, size: 0 } })
    } else packed.push({ header: { name: `${name}/`, type, mode, size: 0 } })
  }
  return packTarOf(ORIGINAL_TIME, packed)
}

export async function packFolder(folder: string): Promise<Uint8Array> {
  return packEntries(await entriesBelow(folder))
}
