import { textOf } from '../../corpora/corpus.ts'
import { analyze, type Query } from '../analyze.ts'
import type { Bm25Index } from './build.ts'
import { idfOf, tablesOf } from './layout.ts'
import type { Found } from './search.ts'
import type { Ranked } from './top.ts'
import { termNumber } from './vocabulary.ts'

/**
 * Lifts pages that have a phrase of the query. It counts as one more term, its idf the sum of those of its terms
 * (as Lucene's PhraseQuery). An index without positions cannot tell where terms stand: the texts of the best
 * pages that have all of them do (`CANDIDATES` in search.ts), and a page beyond these is not lifted.
 */
export function withPhrases(index: Bm25Index, query: Query, found: Found, k: number): Ranked {
  const scores = new Map<number, number>()
  const texts = new Map<number, readonly [title: string[], text: string[]]>()
  const read = (number: number) => {
    const page = index.corpus.page(number)
    const fields = [analyze(page.title), analyze(textOf(page))] as const
    texts.set(number, fields)
    return fields
  }
  const { title, text } = index.data.parameters
  const tables = tablesOf(index.data)
  for (const [at, phrase] of query.phrases.entries()) {
    const weight = weightOf(phrase, tables)
    found.candidates[at]?.pages.forEach((page, rank) => {
      const [inTitle, inText] = texts.get(page) ?? read(page)
      const tf = title * occurrences(phrase, inTitle) + text * occurrences(phrase, inText)
      if (tf === 0) return
      const before = scores.get(page) ?? found.candidates[at]?.scores[rank] ?? 0
      scores.set(page, before + weight * (tf / (tf + (tables.norms[page] ?? 0))))
    })
  }
  return merge(found.hits, scores, k)
}

function weightOf(phrase: readonly string[], tables: ReturnType<typeof tablesOf>): number {
  return phrase.reduce((sum, term) => {
    const number = termNumber(tables, term)
    const [start = 0, end = 0] = tables.offsets.subarray(number, number + 2)
    return sum + idfOf(tables.norms.length, end - start)
  }, 0)
}

/** How often a sequence stands in another one. */
function occurrences(phrase: readonly string[], terms: readonly string[]): number {
  let count = 0
  for (let at = 0; at + phrase.length <= terms.length; at++) {
    if (phrase.every((term, offset) => terms[at + offset] === term)) count++
  }
  return count
}

/** Pages of either, with the second's score where there are two. */
function merge(hits: Ranked, lifted: ReadonlyMap<number, number>, k: number): Ranked {
  if (lifted.size === 0) return hits
  const all: { page: number; score: number }[] = []
  hits.pages.forEach((page, rank) => {
    if (!lifted.has(page)) all.push({ page, score: hits.scores[rank] ?? 0 })
  })
  for (const [page, score] of lifted) all.push({ page, score })
  all.sort((one, other) => other.score - one.score || one.page - other.page)
  const best = all.slice(0, k)
  return {
    pages: Uint32Array.from(best, ({ page }) => page),
    scores: Float64Array.from(best, ({ score }) => score),
  }
}
