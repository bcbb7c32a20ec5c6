export type { Embedder } from '../../../core/index.ts'

/** A page that was found; the higher the score, the better. Scores of two retrievers do not compare. */
export interface Hit {
  /** Its number in the corpus. */
  readonly page: number
  readonly score: number
}

/** Finds pages. Hits are a function of corpus and query: equal scores stand in the order of the corpus. */
export interface Retriever extends AsyncDisposable {
  /** As figures name it: `bm25`, `dense`, `bm25+dense`. */
  readonly name: string
  /** The best `k`, best first; fewer where no more match. No query makes it throw, and k may be larger than the corpus. */
  search(query: string, k: number, signal?: AbortSignal): Promise<readonly Hit[]>
}

/** Told while an index is built. */
export type IndexProgress = (done: number, total: number) => void
