import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Corpus } from '../../envs/search/corpora/corpus.ts'
import { type Bm25Index, buildBm25 } from '../../envs/search/retrieval/bm25/build.ts'
import { loadBm25, saveBm25 } from '../../envs/search/retrieval/bm25/file.ts'
import { bm25Retriever } from '../../envs/search/retrieval/bm25/retriever.ts'

const K = 10

export interface IndexFigures {
  readonly index: Bm25Index
  /** Reading pages included. */
  readonly buildSeconds: number
  readonly loadSeconds: number
  readonly bytes: number
}

/** Builds, stores and loads: never two indexes in memory. */
export async function measureIndex(corpus: Corpus, folder: string): Promise<IndexFigures> {
  const file = join(folder, corpus.hash)
  const buildSeconds = await buildAndSave(corpus, file)
  const { size } = await stat(file)
  const { value: index, seconds } = await timed(() => loadBm25(file, corpus))
  return { index, buildSeconds, loadSeconds: seconds, bytes: size }
}

async function buildAndSave(corpus: Corpus, file: string): Promise<number> {
  const { value, seconds } = await timed(() => buildBm25(corpus))
  await saveBm25(value, file)
  return seconds
}

/** Milliseconds of each query in this thread, after a round that compiles. */
export async function measureQueries(
  index: Bm25Index,
  queries: readonly string[],
): Promise<readonly number[]> {
  await using retriever = bm25Retriever(index)
  for (const query of queries.slice(0, 100)) await retriever.search(query, K)
  const milliseconds: number[] = []
  for (const query of queries) {
    const { seconds } = await timed(() => retriever.search(query, K))
    milliseconds.push(1000 * seconds)
  }
  return milliseconds
}

/** Queries a second when all are asked at once. */
export async function measureThroughput(
  index: Bm25Index,
  queries: readonly string[],
  workers: number,
): Promise<number> {
  await using retriever = bm25Retriever(index, { workers })
  const all = () => Promise.all(queries.map((query) => retriever.search(query, K)))
  await all()
  const { seconds } = await timed(all)
  return queries.length / seconds
}

async function timed<T>(run: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const start = performance.now()
  const value = await run()
  return { value, seconds: (performance.now() - start) / 1000 }
}

/** A copy of a corpus whose pages are in memory: making them is not what is measured. */
export function inMemory(corpus: Corpus): Corpus {
  const pages = Array.from({ length: corpus.size }, (_, number) => corpus.page(number))
  return { ...corpus, page: (number) => pages[number] ?? corpus.page(number) }
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
