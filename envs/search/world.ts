import { resolve } from 'node:path'
import type { Corpus, Page } from './corpora/corpus.ts'
import { corpusWorld } from './corpus-world.ts'
import { reportBuilding, reportNote } from './index-progress.ts'
import type { IndexOptions } from './options.ts'
import type { Planted, SearchWorld } from './reading/episode.ts'
import { embedderFromEnvironment } from './retrieval/dense/openai-embedder.ts'
import { type OpenRetrieverOptions, openRetriever } from './retrieval/open-retriever.ts'
import type { Embedder, IndexProgress, Retriever } from './retrieval/retriever.ts'

export interface IndexedSetup {
  /** Instructions that were planted in pages (default: none). */
  planted?(page: Page): Planted | null
  /** For dense retrieval; it stays open (default: the server that the environment names). */
  readonly embedder?: Embedder | undefined
  readonly signal: AbortSignal | undefined
}

/** The pages, with a share in the index that all episodes of the process search. */
export async function openWorld(
  corpus: Corpus,
  { index, retriever: name }: IndexOptions,
  { planted, embedder: given, signal }: IndexedSetup,
): Promise<SearchWorld> {
  const own = name === 'bm25' || given ? undefined : embedderFromEnvironment()
  const embedder = given ?? own
  const asked: OpenRetrieverOptions = {
    ...{ name, corpus, folder: index, embedder, signal },
    progress: tellerOf(corpus),
    refused: reportNote,
  }
  const retriever = await openRetriever(asked)
  if (name === 'bm25') await keepWarm(asked)
  return {
    ...corpusWorld({ corpus, retriever, ...(planted && { planted }) }),
    async [Symbol.asyncDispose]() {
      await retriever[Symbol.asyncDispose]()
      await own?.[Symbol.asyncDispose]()
    },
  }
}

/** One a corpus: episodes that wait for the same index tell of it once. */
const tellers = new WeakMap<Corpus, IndexProgress>()

function tellerOf(corpus: Corpus): IndexProgress {
  const { name } = corpus
  const tell =
    tellers.get(corpus) ?? ((done, total) => reportBuilding({ corpus: name, done, total }))
  tellers.set(corpus, tell)
  return tell
}

/** Shares of the process itself, the one used last at the end: between two episodes nobody else may have one. */
const warm = new Map<string, Promise<Retriever>>()
const MOST_WARM = 2

async function keepWarm({ signal: _, ...asked }: OpenRetrieverOptions): Promise<void> {
  const key = `${asked.name} ${asked.corpus.hash} ${resolve(asked.folder)}`
  const kept = warm.get(key) ?? openRetriever(asked)
  warm.delete(key)
  warm.set(key, kept)
  kept.catch(() => warm.delete(key))
  for (const [oldest, retriever] of warm) {
    if (warm.size <= MOST_WARM) break
    warm.delete(oldest)
    await (await retriever)[Symbol.asyncDispose]()
  }
  await kept
}
