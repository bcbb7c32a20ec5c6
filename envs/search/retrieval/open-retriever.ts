import { resolve } from 'node:path'
import { ConfigError, hashJson } from '../../../core/index.ts'
import type { Corpus } from '../corpora/corpus.ts'
import { openBm25 } from './bm25/open.ts'
import { bm25Retriever, longSearches } from './bm25/retriever.ts'
import { openDense } from './dense/dense-index.ts'
import type { Precision } from './dense/load.ts'
import { denseRetriever } from './dense/retriever.ts'
import { type DenseSearcher, openDenseSearcher } from './dense/searcher.ts'
import { fuse } from './fusion.ts'
import { createLeases, type LeaseOptions } from './lease.ts'
import type { Embedder, Retriever } from './retriever.ts'

export const retrieverNames = ['bm25', 'dense', 'bm25+dense'] as const
export type RetrieverName = (typeof retrieverNames)[number]

export interface OpenRetrieverOptions extends LeaseOptions {
  readonly name: RetrieverName
  readonly corpus: Corpus
  /** Where indexes are kept. */
  readonly folder: string
  /** Threads that search, 0: this one does (default: by BM25, a few for long searches alone; by vectors, 0). */
  readonly workers?: number | undefined
  /** For dense ones. It stays open, and is to be closed after the retriever. */
  readonly embedder?: Embedder | undefined
  /** How vectors are held in memory (default `float32`). */
  readonly precision?: Precision | undefined
  /** Told why a stored index was of no use. */
  readonly refused?: ((reason: string) => void) | undefined
}

const sparse = createLeases<Retriever>()
const dense = createLeases<DenseSearcher>()

/**
 * A retriever by name. All that are open for one corpus share its indexes, also where they are asked for at
 * the same time; the last to be closed closes them.
 * @throws ConfigError for a dense one without an embedder.
 */
export async function openRetriever(options: OpenRetrieverOptions): Promise<Retriever> {
  const { name, embedder } = options
  if (name === 'bm25') return leaseBm25(options)
  if (!embedder) {
    throw new ConfigError(
      `Cannot search by ${name}: there is no embedder (set PALAESTRA_EMBEDDINGS_BASE_URL and PALAESTRA_EMBEDDINGS_MODEL, or take bm25)`,
    )
  }
  if (name === 'dense') return leaseDense(options, embedder)
  const first = await leaseBm25(options)
  try {
    return fuse([first, await leaseDense(options, embedder)])
  } catch (error) {
    await first[Symbol.asyncDispose]()
    throw error
  }
}

async function leaseBm25(options: OpenRetrieverOptions): Promise<Retriever> {
  const { corpus, folder, workers, refused } = options
  const key = hashJson([corpus.hash, resolve(folder), workers ?? null])
  const threads = workers === undefined ? longSearches() : { workers }
  const lease = await sparse.lease(
    key,
    async (signal, progress) =>
      bm25Retriever(await openBm25({ corpus, folder, progress, signal, refused }), threads),
    options,
  )
  let isClosed = false
  return {
    name: lease.held.name,
    async search(query, k, signal) {
      if (isClosed) throw new ConfigError('Cannot search: the retriever is closed (open it again)')
      return lease.held.search(query, k, signal)
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await lease[Symbol.asyncDispose]()
    },
  }
}

async function leaseDense(options: OpenRetrieverOptions, embedder: Embedder): Promise<Retriever> {
  const { corpus, folder, workers = 0, precision = 'float32', refused } = options
  const key = hashJson([corpus.hash, resolve(folder), workers, precision, embedder.id])
  const lease = await dense.lease(
    key,
    async (signal, progress) => {
      const asked = { corpus, embedder, folder, precision, progress, signal, refused }
      return openDenseSearcher(await openDense(asked), workers)
    },
    options,
  )
  const { index, nearest } = lease.held
  const close = () => lease[Symbol.asyncDispose]()
  return denseRetriever({ index, nearest, [Symbol.asyncDispose]: close }, embedder)
}
