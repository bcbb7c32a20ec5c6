import { open } from 'node:fs/promises'
import { ConfigError, fileReason } from '../../../../core/index.ts'
import type { Corpus } from '../../corpora/corpus.ts'
import { firstWrong, isSame } from './build.ts'
import { bytesOf, readAt } from './file-pieces.ts'
import { bodyBytes, type DenseHeader, decodeHeader, HEADER_BYTES } from './layout.ts'
import { quantise } from './quantise.ts'

/** How vectors are held in memory: as they are, or as a byte a number, of which the best are scored again from the file. */
export type Precision = 'float32' | 'int8'

/** Vectors of all pages, in memory that threads share. */
export interface DenseIndex {
  readonly corpus: Corpus
  readonly file: string
  readonly header: DenseHeader
  readonly data: DenseData
}

/** What threads are given. */
export interface DenseData {
  readonly length: number
  /** Row by row. */
  readonly vectors: Float32Array | Int8Array
  /** Of bytes: what the largest number of each row stands for, by 127. */
  readonly scales: Float32Array | null
  /** By page: its first row; then where the last one's end. */
  readonly starts: Uint32Array
}

/** Rows that are read at once where they are not kept as they are. */
const AT_ONCE = 4096

/**
 * Reads an index straight into shared memory.
 * @throws ConfigError, naming what does not fit.
 */
export async function loadDense(
  file: string,
  corpus: Corpus,
  wanted: Pick<DenseHeader, 'embedder' | 'passageWords'>,
  precision: Precision = 'float32',
): Promise<DenseIndex> {
  const refuse = (reason: string) =>
    new ConfigError(`Cannot load index ${file}: ${reason} (it has to be built again)`)
  try {
    await using handle = await open(file)
    const head = new Uint8Array(HEADER_BYTES)
    const { bytesRead } = await handle.read(head, 0, HEADER_BYTES, 0)
    const header = decodeHeader(head.subarray(0, bytesRead))
    if (typeof header === 'string') throw refuse(header)
    if (header.passages === 0) throw refuse('it was not finished')
    const asked = { ...header, ...wanted, corpus: corpus.hash, pages: corpus.size }
    if (!isSame(header, asked)) throw refuse(difference(header, asked, corpus.name))
    const { size } = await handle.stat()
    const expected = HEADER_BYTES + bodyBytes(header)
    if (size !== expected) throw refuse(`it has ${size} bytes, not ${expected}`)
    const { length, passages, pages } = header
    const check = (rows: Float32Array) => {
      if (firstWrong(rows, length) !== -1) throw refuse('its vectors are damaged')
    }
    const starts = new Uint32Array(new SharedArrayBuffer(4 * (pages + 1)))
    await readAt(handle, bytesOf(starts), HEADER_BYTES + 4 * passages * length)
    if (!isAscending(starts, passages)) throw refuse('its table of pages is damaged')
    if (precision === 'float32') {
      const vectors = new Float32Array(new SharedArrayBuffer(4 * passages * length))
      await readAt(handle, bytesOf(vectors), HEADER_BYTES)
      check(vectors)
      return { corpus, file, header, data: { length, vectors, scales: null, starts } }
    }
    const vectors = new Int8Array(new SharedArrayBuffer(passages * length))
    const scales = new Float32Array(new SharedArrayBuffer(4 * passages))
    for (let row = 0; row < passages; row += AT_ONCE) {
      const block = new Float32Array(length * Math.min(AT_ONCE, passages - row))
      await readAt(handle, bytesOf(block), HEADER_BYTES + 4 * row * length)
      check(block)
      quantise(block, length, vectors.subarray(row * length), scales.subarray(row))
    }
    return { corpus, file, header, data: { length, vectors, scales, starts } }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot load index ${file}: ${reason} (${advice})`, { cause: error })
  }
}

function difference(found: DenseHeader, asked: DenseHeader, name: string): string {
  if (found.corpus !== asked.corpus || found.pages !== asked.pages) {
    return `it is of corpus ${found.corpus}, not ${asked.corpus} (${name})`
  }
  return found.embedder === asked.embedder
    ? `its passages have ${found.passageWords} words, not ${asked.passageWords}`
    : `its vectors are of ${found.embedder}, not of ${asked.embedder}`
}

const isAscending = (starts: Uint32Array, end: number): boolean =>
  starts[0] === 0 &&
  starts.at(-1) === end &&
  starts.every((start, at) => at === 0 || start > (starts[at - 1] ?? 0))
