import { z } from 'zod'
import { ConfigError } from '../../../../core/index.ts'

const MAGIC = 'PALAESTRA-DENSE\n'
/** Changes whenever the tables do, or how pages become passages. */
const FORMAT = 1
/** Bytes before the vectors: the magic word, then the header in JSON, then spaces. */
export const HEADER_BYTES = 4096

const count = z.int().min(0)
const headerSchema = z.object({
  format: z.number(),
  /** Numbers are stored in the order of this machine's bytes. */
  endian: z.enum(['little', 'big']),
  corpus: z.string(),
  embedder: z.string(),
  passageWords: count,
  pages: count,
  /** Numbers of a vector. */
  length: z.int().min(1),
  /** 0 while it is being built. */
  passages: count,
})

/** What the vectors of a file are of. */
export type DenseHeader = Omit<z.infer<typeof headerSchema>, 'format' | 'endian'>

const ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little' : 'big'

export function encodeHeader(header: DenseHeader): Uint8Array {
  const text = `${MAGIC}${JSON.stringify({ format: FORMAT, endian: ENDIAN, ...header })}`
  const bytes = Buffer.alloc(HEADER_BYTES, ' ')
  if (bytes.write(text) < Buffer.byteLength(text)) {
    throw new ConfigError(
      'Cannot write a dense index: the id of its embedder is too long (shorten it)',
    )
  }
  return bytes
}

/** The header, or why it is none of this program's. */
export function decodeHeader(bytes: Uint8Array): DenseHeader | string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
  if (!text.startsWith(MAGIC)) return 'it is no index of vectors'
  let value: unknown
  try {
    value = JSON.parse(text.slice(MAGIC.length))
  } catch {
    return 'its header is damaged'
  }
  const format = z.object({ format: z.number() }).safeParse(value).data?.format
  if (format !== undefined && format !== FORMAT) return `it is of format ${format}, not ${FORMAT}`
  const parsed = headerSchema.safeParse(value)
  if (!parsed.success) return 'its header is damaged'
  const { endian } = parsed.data
  return endian === ENDIAN ? parsed.data : `it is from a ${endian}-endian machine`
}

/** Bytes behind the header: the vectors, then where the passages of each page begin, and where the last one's end. */
export const bodyBytes = ({ passages, pages, length }: DenseHeader): number =>
  4 * (passages * length + pages + 1)
