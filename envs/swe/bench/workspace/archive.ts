import { lstat, readFile, readlink } from 'node:fs/promises'
import type { TarEntry } from 'modern-tar'
import type { Sandbox } from '../../../../sandboxes/index.ts'
import { ORIGINAL_TIME, packTarOf } from '../pack-tar.ts'

/** A file of this machine and its place in the sandbox, relative to where it is put. */
export interface HostFile {
  readonly from: string
  readonly to: string
}

/** More is sent in several parts: each is in memory several times. */
const PART_BYTES = 32 * 2 ** 20

/** Copies files of this machine into a folder of a sandbox; nothing of them is run or followed. */
export async function putHostFiles(
  sandbox: Sandbox,
  folder: string,
  files: Iterable<HostFile>,
): Promise<void> {
  let part: TarEntry[] = []
  let bytes = 0
  const send = async () => {
    if (part.length > 0) await sandbox.putTar(await packTarOf(ORIGINAL_TIME, part), folder)
    part = []
    bytes = 0
  }
  for (const file of files) {
    const entry = await entryOf(file)
    if (!entry) continue
    part.push(entry)
    bytes += entry.header.size + 1024
    if (bytes > PART_BYTES) await send()
  }
  await send()
}

/** Undefined for what is no file, folder or link: nothing else can be carried. */
async function entryOf({ from, to }: HostFile): Promise<TarEntry | undefined> {
  const stats = await lstat(from)
  if (stats.isSymbolicLink()) {
    const linkname = await readlink(from)
    return { header: { name: to, type: 'symlink', linkname, size: 0, mode: 0o777 } }
  }
  if (stats.isDirectory()) {
    return { header: { name: `${to}/`, type: 'directory', size: 0, mode: 0o755 } }
  }
  if (!stats.isFile()) return undefined
  const body = await readFile(from)
  const mode = stats.mode & 0o100 ? 0o755 : 0o644
  return { header: { name: to, type: 'file', size: body.length, mode }, body }
}
