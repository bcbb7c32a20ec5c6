import { createHash } from 'node:crypto'
import { closeSync, constants } from 'node:fs'
import { chunksOf, openAt } from './open-at.ts'
import { byName, type Entry, targetOf, walk } from './walk.ts'

/** Hash of all below an open folder, the one the virtual sandbox gives for the same tree. */
export async function hashFolder(folderFd: number): Promise<string> {
  const lines: { path: string; line: string }[] = []
  for await (const entry of walk(folderFd)) {
    const { path, type, mode } = entry
    lines.push({ path, line: `${type}\0${mode.toString(8)}\0${path}\0${contentOf(entry)}\0` })
  }
  const hash = createHash('sha256')
  for (const { line } of lines.sort((a, b) => byName(a.path, b.path))) hash.update(line)
  return hash.digest('hex')
}

function contentOf(entry: Entry): string {
  if (entry.type === 'directory') return ''
  if (entry.type === 'link') return targetOf(entry)
  const hash = createHash('sha256')
  const fd = openAt(entry.at, constants.O_RDONLY)
  try {
    for (const chunk of chunksOf(fd, entry.path)) hash.update(chunk)
  } finally {
    closeSync(fd)
  }
  return hash.digest('hex')
}
