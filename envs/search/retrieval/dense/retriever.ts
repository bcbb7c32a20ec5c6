import { ConfigError } from '../../../../core/index.ts'
import type { Embedder, Retriever } from '../retriever.ts'
import { unitRows } from './build.ts'
import { inPieces } from './passages.ts'
import type { DenseSearcher } from './searcher.ts'

/**
 * Finds the pages whose vectors are nearest to that of a query. The embedder, which has to be of the id the
 * index was built with, stays open; the searcher is closed with it.
 * @throws SandboxError where the embedder fails.
 */
export function denseRetriever(searcher: DenseSearcher, embedder: Embedder): Retriever {
  const { corpus, data, header, file } = searcher.index
  if (embedder.id !== header.embedder) {
    throw new ConfigError(
      `Cannot search ${file}: its vectors are of ${header.embedder}, not of ${embedder.id} (open the index with that one)`,
    )
  }
  let isClosed = false
  return {
    name: 'dense',
    async search(query, k, signal) {
      if (isClosed) throw new ConfigError('Cannot search: the retriever is closed (open it again)')
      signal?.throwIfAborted()
      const most = Math.min(corpus.size, Math.floor(k))
      // Of a pasted book, what an encoder takes at once.
      const [asked] = inPieces(query, header.passageWords)
      if (!(most > 0) || asked === undefined) return []
      const vectors = await embedder.embed([asked], 'query', signal)
      const unit = unitRows(vectors, data.length, 1, embedder.id)
      const { pages, scores } = await searcher.nearest(unit, most, signal)
      return Array.from(pages, (page, rank) => ({ page, score: scores[rank] ?? 0 }))
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await searcher[Symbol.asyncDispose]()
    },
  }
}
