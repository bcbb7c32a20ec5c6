import { type ParsedTarEntryWithData, packTar, unpackTar } from 'modern-tar'
import { SandboxFileError } from '../sandbox.ts'
import { readAt } from './open-at.ts'
import { byName, targetOf, walk } from './walk.ts'

/** Owner in archives: the user of a sandbox, whoever it is outside. */
const OWNER = { uid: 1000, gid: 1000 }

/** Packs all below an open folder, entries sorted, so that equal trees give equal archives but for times. */
export async function packFolder(folderFd: number): Promise<Uint8Array> {
  const entries = []
  for await (const entry of walk(folderFd)) {
    const { path, mode, type, stats } = entry
    const common = { ...OWNER, mode, mtime: new Date(Math.floor(stats.mtimeMs / 1000) * 1000) }
    if (type === 'file') {
      const body = readAt(entry.at, path)
      const header = { ...common, name: path, type, size: body.length }
      entries.push({ path, entry: { header, body } })
    } else if (type === 'link') {
      const link = { name: path, type: 'symlink' as const, linkname: targetOf(entry), size: 0 }
      entries.push({ path, entry: { header: { ...common, ...link } } })
    } else {
      const header = { ...common, name: `${path}/`, type, size: 0 }
      entries.push({ path, entry: { header } })
    }
  }
  return packTar(entries.sort((a, b) => byName(a.path, b.path)).map(({ entry }) => entry))
}

/** What an archive holds, once all of it is known to be safe. */
export async function readArchive(
  archive: Uint8Array,
  folder: string,
): Promise<readonly ParsedTarEntryWithData[]> {
  const entries = await unpackTar(archive, { strict: true }).catch((error: unknown) => {
    throw new SandboxFileError('Cannot unpack the archive: it is not a tar file', folder, {
      cause: error,
    })
  })
  for (const { header } of entries) {
    const { name, type } = header
    const isKnown = ['file', 'directory', 'symlink', undefined].includes(type)
    const reason =
      name.startsWith('/') || name.split('/').includes('..')
        ? 'an entry may not leave the folder (pack with relative names)'
        : isKnown
          ? undefined
          : `${type} entries are not supported`
    if (reason) throw new SandboxFileError(`Cannot unpack ${name}: ${reason}`, name)
  }
  return entries
}
