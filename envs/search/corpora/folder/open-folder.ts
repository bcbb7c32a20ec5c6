import { isUtf8 } from 'node:buffer'
import { readdir, readFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { ConfigError } from '../../../../core/index.ts'
import type { Corpus, Page } from '../corpus.ts'
import { corpusOf } from '../in-memory.ts'
import { otherEncoding, readProblem } from '../read-jsonl.ts'
import { readHtml } from './read-html.ts'
import { readMarkdown } from './read-markdown.ts'
import { type FileText, readPlain } from './read-text.ts'

/** A file that is no page, and why. */
export interface SkippedFile {
  readonly path: string
  readonly reason: string
}

export interface FolderCorpus {
  readonly corpus: Corpus
  readonly skipped: readonly SkippedFile[]
}

const READERS: Readonly<Record<string, (text: string) => FileText>> = {
  '.md': readMarkdown,
  '.markdown': readMarkdown,
  '.html': readHtml,
  '.htm': readHtml,
  '.txt': readPlain,
  '.text': readPlain,
}

/**
 * A folder of Markdown, HTML and text: each file is a page, and its path in the folder the id. What begins
 * with a dot is left out; links and files that are no page are, too, and told. All pages are held in memory.
 * @throws ConfigError where no page is left.
 */
export async function openFolder(folder: string): Promise<FolderCorpus> {
  const pages: Page[] = []
  const skipped: SkippedFile[] = []
  const { files, links } = await entriesIn(folder, '')
  for (const path of files.toSorted()) {
    const read = READERS[extname(path).toLowerCase()]
    const found = read ? await pageOf(folder, path, read) : 'no Markdown, HTML or text'
    if (typeof found === 'string') skipped.push({ path, reason: found })
    else pages.push(found)
  }
  skipped.push(...links.toSorted().map((path) => ({ path, reason: 'links' })))
  if (pages.length === 0) {
    const left = skipped.length === 0 ? '' : `; ${describeSkipped(skipped)}`
    throw new ConfigError(
      `Cannot read ${folder}: it has no page${left} (give a folder of .md, .html or .txt files in UTF-8)`,
    )
  }
  return { corpus: corpusOf(basename(resolve(folder)), pages), skipped }
}

/** `3 files left out: 2 not UTF-8, 1 empty`. */
export function describeSkipped(skipped: readonly SkippedFile[]): string {
  const counts = new Map<string, number>()
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`)
  return `${skipped.length} ${skipped.length === 1 ? 'file' : 'files'} left out: ${parts.join(', ')}`
}

/** Paths below, with `/` between on every system. */
async function entriesIn(folder: string, under: string) {
  const entries = await readdir(join(folder, under), { withFileTypes: true }).catch((error) => {
    throw readProblem(join(folder, under), error)
  })
  const found: { readonly files: string[]; readonly links: string[] } = { files: [], links: [] }
  for (const entry of entries) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`
    if (entry.name.startsWith('.')) continue
    if (entry.isFile()) found.files.push(path)
    // They may lead out of the folder, or back into it.
    else if (entry.isSymbolicLink()) found.links.push(path)
    else if (entry.isDirectory()) {
      const { files, links } = await entriesIn(folder, path)
      for (const file of files) found.files.push(file)
      for (const link of links) found.links.push(link)
    }
  }
  return found
}

/** The page of a file, or why it is none. */
async function pageOf(
  folder: string,
  path: string,
  read: (text: string) => FileText,
): Promise<Page | string> {
  const bytes = await readFile(join(folder, path)).catch((error: unknown) => {
    throw readProblem(join(folder, path), error)
  })
  if (otherEncoding(bytes)?.includes('UTF-16')) return 'in UTF-16'
  if (bytes.includes(0)) return 'binary'
  if (!isUtf8(bytes)) return 'not UTF-8'
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
  const { title, sections, date } = read(text)
  if (sections.length === 0) return 'empty'
  return {
    id: path,
    title: title || basename(path, extname(path)),
    sections,
    ...(date === undefined ? {} : { date }),
  }
}
