import { openSync, readSync, statSync } from 'node:fs'
import { z } from 'zod'
import { ConfigError } from '../../../../core/index.ts'
import type { Corpus, Page } from '../corpus.ts'
import { corpusOf, createPageHash, noSuchPage } from '../in-memory.ts'
import { lineProblem, parseRecord, readJsonl, readProblem } from '../read-jsonl.ts'

/** Ids are texts; some collections write numbers. */
export const idSchema = z.union([z.string().min(1), z.int().transform(String)])

const recordSchema = z.object({
  _id: idSchema,
  title: z
    .string()
    .nullish()
    .transform((title) => title ?? ''),
  text: z.string(),
})

export interface ReadCorpusOptions {
  readonly name: string
  /** Files up to this size are held in memory; of others, the ids and where each page begins (default 32 MiB). */
  readonly inMemoryBytes?: number
  /** Told the bytes that were read. */
  readonly progress?: ((done: number, total: number) => void) | undefined
}

/** The pages of a corpus.jsonl. @throws ConfigError naming file and line. */
export async function readCorpus(
  path: string,
  { name, inMemoryBytes = 2 ** 25, progress }: ReadCorpusOptions,
): Promise<Corpus> {
  const total = sizeOf(path)
  const isSmall = total <= inMemoryBytes
  const pages: Page[] = []
  const offsets: number[] = []
  const numbers = new Map<string, number>()
  const hash = createPageHash()
  for await (const { value, line, offset, length } of readJsonl(path, recordSchema)) {
    const page = pageOf(value)
    if (numbers.has(page.id)) {
      throw lineProblem(
        path,
        line,
        `the _id ${JSON.stringify(page.id)} is that of an earlier line`,
        'give each page its own',
      )
    }
    numbers.set(page.id, numbers.size)
    if (isSmall) pages.push(page)
    else {
      hash.add(page)
      offsets.push(offset, length)
    }
    progress?.(offset + length, total)
  }
  progress?.(total, total)
  if (numbers.size === 0) {
    throw new ConfigError(`Cannot read ${path}: it has no pages (give at least one)`)
  }
  if (isSmall) return corpusOf(name, pages)
  const read = createPageReader(path, Float64Array.from(offsets))
  return {
    name,
    hash: hash.digest(),
    size: numbers.size,
    page(number) {
      const page = read(number) ?? noSuchPage(name, number, numbers.size)
      if (numbers.get(page.id) !== number) throw changed(path)
      return page
    },
    numberOf: (id) => numbers.get(id),
  }
}

/** More of the file than one page, where pages are read in order: an index reads all of them. */
const AHEAD = 2 ** 18

/** Reads pages of a file that stays open as long as the process. */
function createPageReader(path: string, offsets: Float64Array) {
  const file = openSync(path, 'r')
  let block = { number: -1, start: 0, bytes: Buffer.alloc(0) }
  return (number: number): Page | undefined => {
    const start = offsets[2 * number]
    const length = offsets[2 * number + 1]
    if (start === undefined || length === undefined) return undefined
    if (start < block.start || start + length > block.start + block.bytes.length) {
      const size = number === block.number + 1 ? Math.max(length, AHEAD) : length
      const bytes = Buffer.allocUnsafe(size)
      block = { number, start, bytes: bytes.subarray(0, readSync(file, bytes, 0, size, start)) }
    }
    block.number = number
    const from = start - block.start
    const text = block.bytes.toString('utf8', from, from + length)
    try {
      return pageOf(parseRecord(path, text, recordSchema))
    } catch {
      throw changed(path)
    }
  }
}

function pageOf({ _id, title, text }: z.output<typeof recordSchema>): Page {
  return { id: _id, title, sections: [{ heading: '', text }] }
}

function changed(path: string): ConfigError {
  return new ConfigError(`Cannot read ${path}: it has changed since it was opened (start again)`)
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch (error) {
    throw readProblem(path, error)
  }
}
