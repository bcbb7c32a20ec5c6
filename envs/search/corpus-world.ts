import type { Corpus, Page } from './corpora/corpus.ts'
import type { Planted, SearchWorld } from './reading/episode.ts'
import type { Retriever } from './retrieval/retriever.ts'

export interface CorpusWorld {
  readonly corpus: Corpus
  /** Closed with the world. */
  readonly retriever: Retriever
  /** Instructions that were planted in pages (default: none). */
  planted?(page: Page): Planted | null
}

/** A corpus to search and read. */
export function corpusWorld({ corpus, retriever, planted }: CorpusWorld): SearchWorld {
  const page = (id: string) => {
    const number = corpus.numberOf(id)
    return number === undefined ? undefined : corpus.page(number)
  }
  return {
    async search(query, k, signal) {
      const hits = await retriever.search(query, k, signal)
      return hits.map((hit) => corpus.page(hit.page))
    },
    async open(id) {
      const found = page(id)
      return found ? { page: found } : { problem: `there is no page ${JSON.stringify(id)}` }
    },
    page,
    planted: (read) => planted?.(read) ?? null,
    [Symbol.asyncDispose]: () => retriever[Symbol.asyncDispose](),
  }
}
