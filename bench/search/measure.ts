import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Corpus } from '../../envs/search/corpora/corpus.ts'
import { type Bm25Index, buildBm25 } from '../../envs/search/retrieval/bm25/build.ts'
import { loadBm25, saveBm25 } from '../../envs/search/retrieval/bm25/file.ts'
import {
  type Bm25RetrieverOptions,
  bm25Retriever,
} from '../../envs/search/retrieval/bm25/retriever.ts'

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

const EPISODES = 16
const ROUNDS = 5

/**
 * Milliseconds for which other work of this thread waits at most while some episodes ask one query after another:
 * the middle one of five rounds.
 */
export async function measureWaiting(
  index: Bm25Index,
  queries: readonly string[],
  options: Bm25RetrieverOptions,
): Promise<number> {
  await using retriever = bm25Retriever(index, options)
  await Promise.all(queries.map((query) => retriever.search(query, K)))
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(
      await longestWait(() => askBy(EPISODES, queries, (query) => retriever.search(query, K))),
    )
  }
  return percentile(rounds, 0.5)
}

async function longestWait(run: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let isOver = false
  const watch = async () => {
    for (let last = performance.now(); !isOver; ) {
      await setImmediate()
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }
  }
  const watching = watch()
  await run()
  isOver = true
  await watching
  return longest
}

async function askBy(
  episodes: number,
  queries: readonly string[],
  ask: (query: string) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const episode = async () => {
    for (let query = queries[next++]; query !== undefined; query = queries[next++]) {
      await ask(query)
      await setImmediate()
    }
  }
  await Promise.all(Array.from({ length: episodes }, episode))
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
