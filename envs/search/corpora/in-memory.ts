import { createHash } from 'node:crypto'
import { ConfigError } from '../../../core/index.ts'
import type { Corpus, Page } from './corpus.ts'

/** A corpus of pages that are at hand. @throws ConfigError where there is none, or two have one id. */
export function corpusOf(name: string, pages: readonly Page[]): Corpus {
  const numbers = new Map<string, number>()
  const hash = createPageHash()
  for (const page of pages) {
    if (numbers.has(page.id)) {
      throw new ConfigError(
        `Cannot open corpus ${name}: two pages have the id ${JSON.stringify(page.id)} (give each its own)`,
      )
    }
    numbers.set(page.id, numbers.size)
    hash.add(page)
  }
  if (pages.length === 0) {
    throw new ConfigError(`Cannot open corpus ${name}: it has no pages (give at least one)`)
  }
  return {
    name,
    hash: hash.digest(),
    size: pages.length,
    page: (number) => pages[number] ?? noSuchPage(name, number, pages.length),
    numberOf: (id) => numbers.get(id),
  }
}

/** A hash of pages in order, one at a time: 16 bytes of SHA-256 in hex. */
export function createPageHash(): { add(page: Page): void; digest(): string } {
  const hash = createHash('sha256')
  return {
    add({ id, title, date, sections }) {
      const parts = sections.flatMap(({ heading, text }) => [heading, text])
      hash.update(`${JSON.stringify([id, title, date ?? null, ...parts])}\n`)
    },
    digest: () => hash.digest('hex').slice(0, 32),
  }
}

/** @throws RangeError, always. */
export function noSuchPage(name: string, number: number, size: number): never {
  throw new RangeError(`Cannot read page ${number} of ${name}: its pages are 0 to ${size - 1}`)
}
