import type { Query } from '../analyze.ts'
import type { Bm25Data } from './layout.ts'
import type { Found } from './search.ts'
import type { Ranked } from './top.ts'

/** What a thread is started with: the buffer is shared, not copied. */
export type WorkerSetup = Bm25Data

export interface Request {
  readonly query: Query
  readonly k: number
}

/** What was found for all requests of a message, in their order; or why none of them was answered. */
export type Reply = { readonly found: PackedFound } | { readonly problem: string }

/** All rankings in two arrays: to take a message apart costs by object, not by byte. */
export interface PackedFound {
  /** By request: how many pages each of its rankings has, the hits first. */
  readonly lengths: readonly (readonly number[])[]
  readonly pages: Uint32Array<ArrayBuffer>
  readonly scores: Float64Array<ArrayBuffer>
}

export function packFound(all: readonly Found[]): PackedFound {
  const rankings = all.map(({ hits, candidates }) => [hits, ...candidates])
  const lengths = rankings.map((each) => each.map(({ pages }) => pages.length))
  const size = lengths.flat().reduce((sum, length) => sum + length, 0)
  const pages = new Uint32Array(size)
  const scores = new Float64Array(size)
  let at = 0
  for (const ranked of rankings.flat()) {
    pages.set(ranked.pages, at)
    scores.set(ranked.scores, at)
    at += ranked.pages.length
  }
  return { lengths, pages, scores }
}

export function unpackFound({ lengths, pages, scores }: PackedFound): readonly Found[] {
  let start = 0
  const next = (length: number): Ranked => {
    const [begin, end] = [start, start + length]
    start = end
    return { pages: pages.subarray(begin, end), scores: scores.subarray(begin, end) }
  }
  return lengths.map(([most = 0, ...others]) => ({
    hits: next(most),
    candidates: others.map(next),
  }))
}
