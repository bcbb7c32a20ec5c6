import { type FileHandle, open } from 'node:fs/promises'
import { SandboxError } from '../../../../core/index.ts'
import type { Corpus } from '../../corpora/corpus.ts'
import type { Embedder, IndexProgress } from '../retriever.ts'
import { bytesOf, readAt, writeAt } from './file-pieces.ts'
import { type DenseHeader, decodeHeader, encodeHeader, HEADER_BYTES } from './layout.ts'
import { passagesOf } from './passages.ts'

export interface DenseBuildOptions {
  readonly corpus: Corpus
  readonly embedder: Embedder
  /** A page of more words is several passages; its score is that of the best (default 150). */
  readonly passageWords?: number | undefined
  /** Told of pages. */
  readonly progress?: IndexProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** The same, with nothing left to choose. */
export type DenseBuild = DenseBuildOptions & { readonly passageWords: number }

/** Passages that are asked for, and stored, at once. */
const AT_ONCE = 256

/**
 * Writes the index of a corpus into a file, which may hold the beginning of it from an earlier run: what is
 * stored there is not asked for again.
 */
export async function buildInto(file: string, options: DenseBuild): Promise<void> {
  const { corpus, embedder, passageWords, progress, signal } = options
  await using handle = await open(file, 'a').then(async (made) => {
    await made.close()
    return open(file, 'r+')
  })
  const begun = await begunIn(handle, options)
  let length = begun.length
  let stored = begun.passages
  const starts = new Uint32Array(corpus.size + 1)
  let passages = 0
  let waiting: string[] = []
  const flush = async (done: number) => {
    if (waiting.length > 0) {
      const vectors = await embedder.embed(waiting, 'passage', signal)
      if (length === 0) {
        length = vectors[0]?.length ?? 0
        await writeAt(handle, encodeHeader(headerOf(options, length, 0)), 0)
      }
      const rows = unitRows(vectors, length, waiting.length, embedder.id)
      await writeAt(handle, bytesOf(rows), HEADER_BYTES + 4 * length * stored)
      stored += waiting.length
      waiting = []
    }
    progress?.(done, corpus.size)
  }
  for (let page = 0; page < corpus.size; page++) {
    signal?.throwIfAborted()
    const texts = passagesOf(corpus.page(page), passageWords)
    starts[page] = passages
    // Of what was stored before, nothing is asked.
    waiting.push(...texts.slice(Math.max(0, stored + waiting.length - passages)))
    passages += texts.length
    if (waiting.length >= AT_ONCE) await flush(page + 1)
  }
  starts[corpus.size] = passages
  await flush(corpus.size)
  await writeAt(handle, bytesOf(starts), HEADER_BYTES + 4 * length * passages)
  await handle.truncate(HEADER_BYTES + 4 * (length * passages + starts.length))
  await handle.sync()
  await writeAt(handle, encodeHeader(headerOf(options, length, passages)), 0)
  await handle.sync()
}

export const headerOf = (
  { corpus, embedder, passageWords }: DenseBuild,
  length: number,
  passages: number,
): DenseHeader => ({
  ...{ corpus: corpus.hash, embedder: embedder.id, pages: corpus.size },
  ...{ passageWords, length, passages },
})

/** How many whole vectors of this index are there already. */
async function begunIn(handle: FileHandle, options: DenseBuild) {
  const nothing = { length: 0, passages: 0 }
  const { size } = await handle.stat()
  if (size <= HEADER_BYTES) return nothing
  const head = new Uint8Array(HEADER_BYTES)
  await readAt(handle, head, 0)
  const header = decodeHeader(head)
  if (typeof header === 'string' || !isSame(header, headerOf(options, 0, 0))) return nothing
  const { length } = header
  const rows = Math.floor((size - HEADER_BYTES) / (4 * length))
  const block = new Float32Array(length * AT_ONCE)
  for (let row = 0; row < rows; row += AT_ONCE) {
    const part = block.subarray(0, length * Math.min(AT_ONCE, rows - row))
    await readAt(handle, bytesOf(part), HEADER_BYTES + 4 * length * row)
    // A machine that stopped may have left zeros where nothing was written.
    const wrong = firstWrong(part, length)
    if (wrong !== -1) return { length, passages: row + wrong }
  }
  return { length, passages: rows }
}

/** Whether two files hold vectors of the same passages. */
export const isSame = (one: DenseHeader, other: DenseHeader): boolean =>
  one.corpus === other.corpus &&
  one.embedder === other.embedder &&
  one.pages === other.pages &&
  one.passageWords === other.passageWords

/** The first row that is no unit vector; -1: all are. */
export function firstWrong(rows: Float32Array, length: number): number {
  for (let at = 0; at < rows.length; at += length) {
    const norm = rows.subarray(at, at + length).reduce((sum, value) => sum + value * value, 0)
    if (!(Math.abs(norm - 1) < 1e-3)) return at / length
  }
  return -1
}

/** Rows of length 1, one after another. @throws SandboxError where an embedder gave something else. */
export function unitRows(
  vectors: readonly Float32Array[],
  length: number,
  count: number,
  embedder: string,
): Float32Array {
  const fail = (reason: string) =>
    new SandboxError(`Cannot use vectors of ${embedder}: ${reason} (see the embedder)`)
  if (vectors.length !== count) throw fail(`there are ${vectors.length} for ${count} texts`)
  const rows = new Float32Array(count * length)
  for (const [row, vector] of vectors.entries()) {
    if (vector.length !== length) throw fail(`one has ${vector.length} numbers, not ${length}`)
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
    if (!(norm > 0 && Number.isFinite(norm))) throw fail(`one has the length ${norm}`)
    for (let at = 0; at < length; at++) rows[row * length + at] = (vector[at] ?? 0) / norm
  }
  return rows
}
