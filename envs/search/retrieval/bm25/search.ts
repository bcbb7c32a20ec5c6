import type { Query } from '../analyze.ts'
import { type Bm25Data, idfOf, type Tables, tablesOf } from './layout.ts'
import type { Bm25Parameters } from './options.ts'
import { bestOf, type Ranked } from './top.ts'
import { termNumber } from './vocabulary.ts'

/** What postings can tell. */
export interface Found {
  /** The best by their terms alone. */
  readonly hits: Ranked
  /** By phrase of the query: the best of the pages that have all of its terms, wherever they stand. */
  readonly candidates: readonly Ranked[]
}

/** Keeps one number for each page between searches. */
export interface Searcher {
  search(query: Query, k: number): Found
}

/** Postings of all terms of a query: what a search reads at most. */
export function postingsOf(tables: Tables, { terms }: Query): number {
  let sum = 0
  for (const term of terms.keys()) {
    const number = termNumber(tables, term)
    if (number >= 0) sum += (tables.offsets[number + 1] ?? 0) - (tables.offsets[number] ?? 0)
  }
  return sum
}

interface Term {
  readonly number: number
  /** idf times how often the query has it. */
  readonly weight: number
  /** No page gets more of it. */
  readonly ceiling: number
  readonly start: number
  readonly end: number
}

/** State of one search: the scores of pages that have got any, and which these are. */
interface Board {
  readonly tables: Tables
  readonly parameters: Bm25Parameters
  readonly scores: Float64Array
  readonly touched: Uint32Array
  count: number
}

/** Pages of which a phrase is looked for in the text. */
export const CANDIDATES = 100
/** Sums in another order differ in the last bits: no page is given up for so little. */
const SLACK = 1 - 1e-9
/**
 * Fewer postings than these, and than so many for each page that has got a score, are read faster than it is
 * found out whether they have to be.
 */
const MIN_SAVED = 2048
const MIN_SAVED_A_PAGE = 8

/**
 * Scores term at a time, those first that can add most. As soon as what is left cannot lift a new page among the
 * best `k`, further terms are looked up for the pages alone that still can get there (MaxScore: Turtle & Flood,
 * "Query evaluation: strategies and optimizations", 1995). The result is that of reading all postings.
 */
export function createSearcher(data: Bm25Data, isPruned = true): Searcher {
  const tables = tablesOf(data)
  const board: Board = {
    ...{ tables, parameters: data.parameters, count: 0 },
    scores: new Float64Array(data.sizes.pages),
    touched: new Uint32Array(data.sizes.pages),
  }
  return {
    search(query, k) {
      const terms = termsOf(query, tables)
      const few = isPruned && query.phrases.length === 0 ? k : Infinity
      const left = score(board, terms, few)
      const hits = bestOf(left, board.scores, k)
      const candidates = query.phrases.map((phrase) =>
        bestOf(pagesWithAll(tables, phrase), board.scores, CANDIDATES),
      )
      clear(board)
      return { hits, candidates }
    },
  }
}

function termsOf(query: Query, tables: Tables): readonly Term[] {
  const { offsets, ceilings, norms } = tables
  const terms: Term[] = []
  for (const [term, times] of query.terms) {
    const number = termNumber(tables, term)
    if (number < 0) continue
    const [start, end] = [offsets[number] ?? 0, offsets[number + 1] ?? 0]
    const weight = times * idfOf(norms.length, end - start)
    terms.push({ number, weight, ceiling: times * (ceilings[number] ?? 0), start, end })
  }
  return terms.sort((one, other) => other.ceiling - one.ceiling || one.number - other.number)
}

/** Gives the pages that can be among the best `k`: all that have a term, where none is ruled out. */
function score(board: Board, terms: readonly Term[], k: number): Uint32Array {
  // What the terms from each one on can add, and how many postings they have.
  const rest = terms.map(() => 0)
  const postings = terms.map(() => 0)
  for (let at = terms.length - 1; at >= 0; at--) {
    const { ceiling = 0, start = 0, end = 0 } = terms[at] ?? {}
    rest[at] = (rest[at + 1] ?? 0) + ceiling
    postings[at] = (postings[at + 1] ?? 0) + end - start
  }
  for (const [at, term] of terms.entries()) {
    const toCome = rest[at] ?? 0
    const isWorthIt = (postings[at] ?? 0) > MIN_SAVED + MIN_SAVED_A_PAGE * board.count
    if (isWorthIt && board.count >= k && toCome < (rest[0] ?? 0) - toCome) {
      const bar = barOf(board, k)
      if (toCome < bar) return finish(board, terms.slice(at), rest.slice(at), bar)
    }
    add(board, term)
  }
  return board.touched.subarray(0, board.count)
}

function add(board: Board, { weight, start, end }: Term): void {
  const { scores, touched, parameters } = board
  const { pages, counts, norms } = board.tables
  const { title, text } = parameters
  let count = board.count
  for (let at = start; at < end; at++) {
    const page = pages[at] ?? 0
    const both = counts[at] ?? 0
    const tf = title * (both >>> 12) + text * (both & 4095)
    const before = scores[page] ?? 0
    if (before === 0) touched[count++] = page
    scores[page] = before + weight * (tf / (tf + (norms[page] ?? 0)))
  }
  board.count = count
}

/** The least that a page needs: what the k-th best has already. */
function barOf({ touched, count, scores }: Board, k: number): number {
  const best = bestOf(touched.subarray(0, count), scores, k)
  return (best.scores[k - 1] ?? 0) * SLACK
}

/** Adds the terms that are left to the pages that can still reach the bar. */
function finish(
  { tables, parameters, scores, touched, count }: Board,
  terms: readonly Term[],
  rest: readonly number[],
  bar: number,
): Uint32Array {
  const { counts, norms } = tables
  let pages = touched.subarray(0, count)
  for (const [at, { weight, start, end }] of terms.entries()) {
    pages = pagesFrom(pages, scores, bar - (rest[at] ?? 0))
    // By then they are few, and `seek` wants them in order.
    if (at === 0) pages.sort()
    let posting = start
    for (const page of pages) {
      posting = seek(tables.pages, posting, end, page)
      if (posting === end) break
      if (tables.pages[posting] !== page) continue
      const both = counts[posting] ?? 0
      const tf = parameters.title * (both >>> 12) + parameters.text * (both & 4095)
      scores[page] = (scores[page] ?? 0) + weight * (tf / (tf + (norms[page] ?? 0)))
    }
  }
  return pages
}

function pagesFrom(pages: Uint32Array, scores: Float64Array, least: number): Uint32Array {
  const left = new Uint32Array(pages.length)
  let count = 0
  for (const page of pages) if ((scores[page] ?? 0) >= least) left[count++] = page
  return left.subarray(0, count)
}

/** The first posting from `start` on whose page is `page` or later, in steps that double. */
function seek(pages: Uint32Array, start: number, end: number, page: number): number {
  let step = 1
  let low = start
  while (low + step < end && (pages[low + step] ?? 0) < page) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, end)
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((pages[middle] ?? 0) < page) low = middle + 1
    else high = middle
  }
  return low
}

function pagesWithAll(tables: Tables, phrase: readonly string[]): Uint32Array {
  const { offsets, pages } = tables
  const lists = [...new Set(phrase)]
    .map((term) => {
      const number = termNumber(tables, term)
      return { start: offsets[number] ?? 0, end: offsets[number + 1] ?? 0, isThere: number >= 0 }
    })
    .sort((one, other) => one.end - one.start - (other.end - other.start))
  if (lists.some(({ isThere }) => !isThere)) return new Uint32Array(0)
  const [shortest, ...others] = lists
  let common = pages.slice(shortest?.start, shortest?.end)
  for (const { start, end } of others) {
    let posting = start
    common = common.filter((page) => {
      posting = seek(pages, posting, end, page)
      return posting < end && pages[posting] === page
    })
  }
  return common
}

/** Pages that were given up have scores, too. */
function clear(board: Board): void {
  const { touched, count, scores } = board
  for (let at = 0; at < count; at++) scores[touched[at] ?? 0] = 0
  board.count = 0
}
