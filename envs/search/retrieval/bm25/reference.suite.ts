import { type Corpus, textOf } from '../../corpora/corpus.ts'
import { analyze, analyzeQuery } from '../analyze.ts'
import type { Hit } from '../retriever.ts'
import type { Bm25Parameters } from './options.ts'

/** BM25 from the texts themselves, as the formula is written down; phrases as one more term of the query. */
export function referenceSearch(
  corpus: Corpus,
  { k1, b, title, text }: Bm25Parameters,
  query: string,
): readonly Hit[] {
  const pages = Array.from({ length: corpus.size }, (_, number) => corpus.page(number)).map(
    (page) => ({ title: analyze(page.title), text: analyze(textOf(page)) }),
  )
  const lengths = pages.map((page) => title * page.title.length + text * page.text.length)
  const mean = lengths.reduce((sum, length) => sum + length, 0) / pages.length
  const tfOf = (page: (typeof pages)[number], sequence: readonly string[]) =>
    title * timesIn(page.title, sequence) + text * timesIn(page.text, sequence)
  const idf = (term: string) => {
    const df = pages.filter((page) => tfOf(page, [term]) > 0).length
    return Math.log(1 + (pages.length - df + 0.5) / (df + 0.5))
  }
  const { terms, phrases } = analyzeQuery(query)
  const wanted = [
    ...[...terms].map(([term, times]) => ({ sequence: [term], weight: times * idf(term) })),
    ...phrases.map((sequence) => ({
      ...{ sequence, weight: sequence.reduce((sum, term) => sum + idf(term), 0) },
    })),
  ]
  return pages
    .map((page, number) => {
      const norm = k1 * (1 - b + (mean > 0 ? (b * (lengths[number] ?? 0)) / mean : 0))
      const score = wanted.reduce((sum, { sequence, weight }) => {
        const tf = tfOf(page, sequence)
        return tf > 0 ? sum + (weight * tf) / (tf + norm) : sum
      }, 0)
      return { page: number, score }
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.page - other.page)
}

const timesIn = (terms: readonly string[], sequence: readonly string[]) =>
  terms.filter((_, at) => sequence.every((term, offset) => terms[at + offset] === term)).length
