import { ConfigError } from '../../../../core/index.ts'
import { analyzeQuery } from '../analyze.ts'
import type { Hit, Retriever } from '../retriever.ts'
import type { Bm25Index } from './build.ts'
import { withPhrases } from './phrases.ts'
import { createSearcher, type Found } from './search.ts'
import { openSearchThreads } from './threads.ts'
import type { Ranked } from './top.ts'

export interface Bm25RetrieverOptions {
  /** Threads that search at the same time, on one index in memory (default 0: this thread does). */
  readonly workers?: number | undefined
}

/** Finds the pages that have any term of a query; phrases in quotes lift those that have them. */
export function bm25Retriever(
  index: Bm25Index,
  { workers = 0 }: Bm25RetrieverOptions = {},
): Retriever {
  if (!Number.isSafeInteger(workers) || workers < 0) {
    throw new ConfigError(`Cannot start ${workers} search threads (give a whole number from 0)`)
  }
  const threads = workers > 0 ? openSearchThreads(index.data, workers) : undefined
  const searcher = threads ?? createSearcher(index.data)
  let isClosed = false
  return {
    name: 'bm25',
    async search(query, k, signal) {
      if (isClosed) throw new ConfigError('Cannot search: the retriever is closed (open it again)')
      signal?.throwIfAborted()
      const most = Math.min(index.corpus.size, Math.floor(k))
      const analyzed = analyzeQuery(query)
      if (!(most > 0) || analyzed.terms.size === 0) return []
      const found: Found = await searcher.search(analyzed, most, signal)
      return hitsOf(withPhrases(index, analyzed, found, most))
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await threads?.close()
    },
  }
}

const hitsOf = ({ pages, scores }: Ranked): readonly Hit[] =>
  Array.from(pages, (page, rank) => ({ page, score: scores[rank] ?? 0 }))
