import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import type { Json } from '../../core/index.ts'
import { createPacker, type Packed } from './packed.ts'

/** What a page inflates. */
export const deflate = promisify(deflateRaw)

export interface PackingSizes {
  /** Characters of a table of lines: what opening one transcript makes the page read at most, about. */
  readonly partChars: number
  /** Characters of a blob of packed transcripts. */
  readonly blobChars: number
}

const defaultSizes: PackingSizes = { partChars: 12_000_000, blobChars: 400_000 }

/** Packed transcripts, as they stand in a page. */
export interface Transcripts {
  /** Adds one while there is room. */
  add(run: number, id: string, trajectory: Json): Promise<void>
  /** Where a transcript is; null: it was left out. */
  blobOf(run: number, id: string): number | null
  /** How many were left out. */
  leftOut(): number
  /** Compressed tables of lines and blobs, in the order of their numbers. */
  finish(): Promise<{ readonly lines: readonly Buffer[]; readonly blobs: readonly Blob[] }>
}

interface Blob {
  /** Number of its table of lines. */
  readonly part: number
  readonly bytes: Buffer
}

/** Keeps adding until about `maxBytes` of compressed transcripts are there. */
export function createTranscripts(
  maxBytes: number,
  { partChars, blobChars }: PackingSizes = defaultSizes,
): Transcripts {
  const places = new Map<string, number>()
  const lines: Promise<Buffer>[] = []
  const blobs: Promise<Blob>[] = []
  let packer = createPacker()
  let waiting: string[] = []
  let waitingChars = 0
  let bytes = 0
  let left = 0

  const compress = async (text: string): Promise<Buffer> => {
    const compressed = await deflate(text)
    bytes += compressed.length
    return compressed
  }
  /** Of what is not compressed yet; text takes about a quarter. */
  const expected = () => (packer.size + waitingChars) / 4
  const endBlob = () => {
    if (waiting.length === 0) return
    const text = `[${waiting.join(',')}]`
    const part = lines.length
    waiting = []
    waitingChars = 0
    blobs.push(compress(text).then((compressed) => ({ part, bytes: compressed })))
  }
  const endPart = () => {
    endBlob()
    if (packer.lines.length === 0 && places.size === 0) return
    lines.push(compress(JSON.stringify(packer.lines)))
    packer = createPacker()
  }

  return {
    async add(run, id, trajectory) {
      if (bytes + expected() >= maxBytes) {
        left++
        return
      }
      const packed: Packed = packer.pack(trajectory)
      const text = JSON.stringify({ run, id, packed })
      places.set(keyOf(run, id), blobs.length)
      waiting.push(text)
      waitingChars += text.length
      if (packer.size >= partChars) {
        endPart()
        await lines.at(-1) // Compression keeps up, and the limit is checked against what is known.
      } else if (waitingChars >= blobChars) {
        endBlob()
        if (blobs.length % 8 === 0) await blobs.at(-1)
      }
    },
    blobOf: (run, id) => places.get(keyOf(run, id)) ?? null,
    leftOut: () => left,
    async finish() {
      endPart()
      return { lines: await Promise.all(lines), blobs: await Promise.all(blobs) }
    },
  }
}

const keyOf = (run: number, id: string) => `${run} ${id}`
