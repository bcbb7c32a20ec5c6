import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../../../../core/index.ts'
import { type HostFile, putHostFiles } from './archive.ts'
import { commitFiles } from './cut.ts'
import type { RepositoryFiles } from './prepare.ts'

const MOST_BYTES = 2 * 2 ** 30
const MOST_FILES = 300_000

/** A folder without history: its files as they are, and as one commit. */
export async function readFolder(path: string, id: string): Promise<RepositoryFiles> {
  const files: HostFile[] = []
  let bytes = 0
  for await (const file of filesBelow(path, '')) {
    files.push(file)
    bytes += file.bytes
    if (bytes <= MOST_BYTES && files.length <= MOST_FILES) continue
    throw new ConfigError(
      `Cannot open the repository of ${id}: ${path} holds more than ${MOST_BYTES / 2 ** 30} GiB or ${MOST_FILES} files (leave out what the tests do not need)`,
    )
  }
  return {
    bytes,
    async put(sandbox, root) {
      await putHostFiles(sandbox, root, files)
      await commitFiles(sandbox, root)
    },
  }
}

async function* filesBelow(
  folder: string,
  prefix: string,
): AsyncGenerator<HostFile & { readonly bytes: number }> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // Repositories of their own bring a history of their own.
    if (entry.name === '.git') continue
    const from = join(folder, entry.name)
    const to = prefix + entry.name
    const bytes = entry.isFile() ? (await stat(from)).size : 0
    yield { from, to, bytes }
    if (entry.isDirectory()) yield* filesBelow(from, `${to}/`)
  }
}
