import { availableParallelism } from 'node:os'
import { ConfigError } from '../../../../core/index.ts'
import { analyzeQuery } from '../analyze.ts'
import type { Hit, Retriever } from '../retriever.ts'
import type { Bm25Index } from './build.ts'
import { tablesOf } from './layout.ts'
import { withPhrases } from './phrases.ts'
import { createSearcher, postingsOf, type Searcher } from './search.ts'
import { openSearchThreads } from './threads.ts'
import type { Ranked } from './top.ts'

export interface Bm25RetrieverOptions {
  /** Threads that search at the same time, on one index in memory (default 0: this thread does). */
  readonly workers?: number | undefined
  /** Postings from which on a search is theirs: shorter ones are this thread's (default 0: all are theirs). */
  readonly workersFrom?: number | undefined
}

/**
 * From about there on a search takes a millisecond, for which all episodes of a process wait; a message to a
 * thread and back takes a twentieth of that.
 */
const LONG_SEARCH = 100_000

/** Each holds two numbers for every page. */
const MOST_SPARE = 4

/** Threads for long searches alone: none is started where the corpus is too small to have any. */
export const longSearches = (): Required<Bm25RetrieverOptions> => ({
  // One also where there is but one core: events get their turns beside it.
  workers: Math.max(1, Math.min(MOST_SPARE, availableParallelism() - 1)),
  workersFrom: LONG_SEARCH,
})

/** Finds the pages that have any term of a query; phrases in quotes lift those that have them. */
export function bm25Retriever(
  index: Bm25Index,
  { workers = 0, workersFrom = 0 }: Bm25RetrieverOptions = {},
): Retriever {
  if (!Number.isSafeInteger(workers) || workers < 0) {
    throw new ConfigError(`Cannot start ${workers} search threads (give a whole number from 0)`)
  }
  const threads = workers > 0 ? openSearchThreads(index.data, workers) : undefined
  const tables = tablesOf(index.data)
  let own: Searcher | undefined
  let isClosed = false
  return {
    name: 'bm25',
    async search(query, k, signal) {
      if (isClosed) throw new ConfigError('Cannot search: the retriever is closed (open it again)')
      signal?.throwIfAborted()
      const most = Math.min(index.corpus.size, Math.floor(k))
      const analyzed = analyzeQuery(query)
      if (!(most > 0) || analyzed.terms.size === 0) return []
      const postings = threads ? postingsOf(tables, analyzed) : 0
      if (threads && postings >= workersFrom) {
        const found = await threads.search({ query: analyzed, k: most }, postings, signal)
        return hitsOf(withPhrases(index, analyzed, found, most))
      }
      own ??= createSearcher(index.data)
      return hitsOf(withPhrases(index, analyzed, own.search(analyzed, most), most))
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await threads?.close()
    },
  }
}

const hitsOf = ({ pages, scores }: Ranked): readonly Hit[] =>
  Array.from(pages, (page, rank) => ({ page, score: scores[rank] ?? 0 }))
