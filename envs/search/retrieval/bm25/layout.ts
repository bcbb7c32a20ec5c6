import type { Bm25Parameters } from './options.ts'
import type { Vocabulary } from './vocabulary.ts'

/** How much of everything there is: enough to find each table in the one buffer that holds them. */
export interface Sizes {
  readonly pages: number
  readonly terms: number
  /** UTF-16 units of all terms. */
  readonly units: number
  readonly slots: number
  readonly postings: number
}

/** An index as it is stored, and as threads share it. */
export interface Bm25Data {
  readonly parameters: Bm25Parameters
  readonly sizes: Sizes
  readonly body: SharedArrayBuffer
}

/** Views on the buffer. */
export interface Tables extends Vocabulary {
  /** By page: k1 ((1 - b) + b dl / avdl), which an occurrence is weighed against. */
  readonly norms: Float64Array
  /** By term: the most that it adds to the score of any page. */
  readonly ceilings: Float64Array
  /** By term: where its postings begin, and where the last one's end. */
  readonly offsets: Uint32Array
  /** Numbers of pages, ascending within a term. */
  readonly pages: Uint32Array
  /** Occurrences in the page: see `countOf`. */
  readonly counts: Uint16Array
}

export const MAX_IN_TITLE = 15
export const MAX_IN_TEXT = 4095

/** Occurrences in both fields in 16 bits. More than fit count as the most that fit. */
export const countOf = (title: number, text: number): number =>
  (Math.min(title, MAX_IN_TITLE) << 12) | Math.min(text, MAX_IN_TEXT)

/** Bytes of each table, those of wide elements first, so that each begins where its elements may. */
function bytesOf({ pages, terms, units, slots, postings }: Sizes): readonly number[] {
  return [8 * pages, 8 * terms, 4 * (terms + 1), 4 * slots, 4 * (terms + 1), 4 * postings].concat(
    ...[2 * postings, 2 * units],
  )
}

export const bodyBytes = (sizes: Sizes): number =>
  bytesOf(sizes).reduce((sum, bytes) => sum + bytes, 0)

export function tablesOf({ sizes, body }: Pick<Bm25Data, 'sizes' | 'body'>): Tables {
  const { pages, terms, units, slots, postings } = sizes
  let end = 0
  const begins = bytesOf(sizes).map((bytes) => {
    end += bytes
    return end - bytes
  })
  const at = (table: number) => begins[table] ?? 0
  return {
    norms: new Float64Array(body, at(0), pages),
    ceilings: new Float64Array(body, at(1), terms),
    offsets: new Uint32Array(body, at(2), terms + 1),
    slots: new Uint32Array(body, at(3), slots),
    starts: new Uint32Array(body, at(4), terms + 1),
    pages: new Uint32Array(body, at(5), postings),
    counts: new Uint16Array(body, at(6), postings),
    units: new Uint16Array(body, at(7), units),
  }
}

/** ln(1 + (N - df + 0.5) / (df + 0.5)), as in Lucene: never negative, whatever share of pages has the term. */
export const idfOf = (pages: number, pagesWithTerm: number): number =>
  Math.log(1 + (pages - pagesWithTerm + 0.5) / (pagesWithTerm + 0.5))
