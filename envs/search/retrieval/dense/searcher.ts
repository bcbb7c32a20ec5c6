import { type FileHandle, open } from 'node:fs/promises'
import { ConfigError } from '../../../../core/index.ts'
import { bestOf, type Ranked } from '../bm25/top.ts'
import { bytesOf, readAt } from './file-pieces.ts'
import { HEADER_BYTES } from './layout.ts'
import type { DenseIndex } from './load.ts'
import { scanPages } from './scan.ts'
import { ownScanner, threadScanner } from './scanner.ts'

/** Finds pages by vectors. Any number of retrievers may share one. */
export interface DenseSearcher extends AsyncDisposable {
  readonly index: DenseIndex
  /**
   * The best pages for a unit vector, by the inner product with their best passages. Exact; where bytes are held,
   * among the 4 k + 64 that are best by bytes.
   */
  nearest(query: Float32Array, k: number, signal: AbortSignal | undefined): Promise<Ranked>
}

/** Pages that are scored again, for each that is asked for and at least. */
const RESCORED = 4
const LEAST_RESCORED = 64

/** With as many threads as share the work of each search (0: this thread does it). */
export function openDenseSearcher(index: DenseIndex, workers = 0): DenseSearcher {
  if (!Number.isSafeInteger(workers) || workers < 0) {
    throw new ConfigError(`Cannot start ${workers} search threads (give a whole number from 0)`)
  }
  const { corpus, data, file } = index
  const scanner = workers > 0 ? threadScanner(data, workers) : ownScanner(data)
  const all = Uint32Array.from({ length: corpus.size }, (_, page) => page)
  let stored: Promise<FileHandle> | undefined

  /** By the vectors as they are in the file. */
  const rescored = async (pages: Uint32Array, query: Float32Array, k: number) => {
    stored ??= open(file)
    const handle = await stored
    const scores = new Float64Array(corpus.size)
    for (const page of pages) {
      const [first = 0, last = 0] = [data.starts[page], data.starts[page + 1]]
      const vectors = new Float32Array((last - first) * data.length)
      await readAt(handle, bytesOf(vectors), HEADER_BYTES + 4 * first * data.length)
      const alone = { ...data, vectors, scales: null, starts: Uint32Array.of(0, last - first) }
      scores[page] = scanPages(alone, query, 0, 1)[0] ?? 0
    }
    return bestOf(pages, scores, k)
  }

  return {
    index,
    async nearest(query, k, signal) {
      const scores = await scanner.scores(query, signal)
      if (data.scales === null) return bestOf(all, scores, k)
      return rescored(bestOf(all, scores, RESCORED * k + LEAST_RESCORED).pages, query, k)
    },
    async [Symbol.asyncDispose]() {
      await scanner.close()
      const handle = await stored?.catch(() => undefined)
      stored = undefined
      await handle?.close()
    },
  }
}
