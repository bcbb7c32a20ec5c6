import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import {
  ConfigError,
  canonicalJson,
  fileReason,
  makeFolder,
  secretBytes,
} from '../../../../core/index.ts'
import type { Corpus } from '../../corpora/corpus.ts'
import { ANALYZER } from '../analyze.ts'
import type { Bm25Index } from './build.ts'
import { bodyBytes } from './layout.ts'
import { type Bm25Options, parametersOf } from './options.ts'

const MAGIC = 'PALAESTRA-BM25\n'
/** Changes whenever the tables do. */
const FORMAT = 2
/** Bytes before the tables: the magic word, then the header in JSON, then spaces. */
const HEADER_BYTES = 4096
/** No single read or write takes more than 2 GiB. */
const PIECE = 2 ** 30

const count = z.number().int().min(0)
const headerSchema = z.object({
  format: z.number(),
  analyzer: z.string(),
  /** Words are stored in the order of this machine's bytes. */
  endian: z.enum(['little', 'big']),
  corpus: z.string(),
  /** CRC-32 of the tables: damaged ones would find other pages, or search without an end. */
  crc32: count,
  parameters: z.object({ k1: z.number(), b: z.number(), title: z.number(), text: z.number() }),
  sizes: z.object({ pages: count, terms: count, units: count, slots: count, postings: count }),
})

const ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'little' : 'big'

/** Writes an index, whole or not at all. @throws ConfigError where the file cannot be written. */
export async function saveBm25({ corpus, data }: Bm25Index, file: string): Promise<void> {
  const { parameters, sizes, body } = data
  const tables = new Uint8Array(body)
  const identity = { format: FORMAT, analyzer: ANALYZER, endian: ENDIAN, corpus: corpus.hash }
  const described = { ...identity, crc32: checkSum(tables), parameters, sizes }
  const header = `${MAGIC}${JSON.stringify(described)}`
  const written = `${file}.${Buffer.from(secretBytes(6)).toString('hex')}.tmp`
  try {
    await makeFolder(dirname(file))
    await using handle = await open(written, 'wx')
    await inPieces(handle, 'write', Buffer.from(header.padEnd(HEADER_BYTES)), 0)
    await inPieces(handle, 'write', tables, HEADER_BYTES)
    await handle.sync()
    await rename(written, file)
  } catch (error) {
    await rm(written, { force: true }).catch(() => {})
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot write index ${file}: ${reason} (${advice})`, { cause: error })
  }
}

/** Reads an index straight into the memory that threads share. @throws ConfigError, naming what does not fit. */
export async function loadBm25(
  file: string,
  corpus: Corpus,
  options: Bm25Options = {},
): Promise<Bm25Index> {
  const wanted = parametersOf(options)
  const refuse = (reason: string) => refusal(file, reason)
  try {
    await using handle = await open(file)
    const bytes = Buffer.alloc(HEADER_BYTES)
    const { bytesRead } = await handle.read(bytes, 0, HEADER_BYTES, 0)
    const { format, analyzer, endian, parameters, sizes, ...stored } = headerOf(
      bytes.toString('utf8', 0, bytesRead),
      refuse,
    )
    if (format !== FORMAT) throw refuse(`it is of format ${format}, not ${FORMAT}`)
    if (analyzer !== ANALYZER) throw refuse(`its terms are those of ${analyzer}, not ${ANALYZER}`)
    if (endian !== ENDIAN) throw refuse(`it is from a ${endian}-endian machine`)
    if (stored.corpus !== corpus.hash || sizes.pages !== corpus.size) {
      throw refuse(`it is of corpus ${stored.corpus}, not ${corpus.hash} (${corpus.name})`)
    }
    if (canonicalJson(parameters) !== canonicalJson(wanted)) {
      throw refuse(`it is for ${spell(parameters)}, not ${spell(wanted)}`)
    }
    const { size } = await handle.stat()
    const expected = HEADER_BYTES + bodyBytes(sizes)
    if (size !== expected) throw refuse(`it has ${size} bytes, not ${expected}`)
    const body = new SharedArrayBuffer(bodyBytes(sizes))
    const tables = new Uint8Array(body)
    await inPieces(handle, 'read', tables, HEADER_BYTES)
    if (checkSum(tables) !== stored.crc32) throw refuse('its tables are damaged')
    return { corpus, data: { parameters, sizes, body } }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const [reason, advice] = fileReason(error)
    throw new ConfigError(`Cannot load index ${file}: ${reason} (${advice})`, { cause: error })
  }
}

type Header = z.infer<typeof headerSchema>

function headerOf(text: string, refuse: (reason: string) => ConfigError): Header {
  if (!text.startsWith(MAGIC)) throw refuse('it is no index of BM25')
  try {
    const header: unknown = JSON.parse(text.slice(MAGIC.length))
    // Of another format, nothing else can be expected.
    const format = z.object({ format: z.number() }).parse(header).format
    if (format !== FORMAT) throw refuse(`it is of format ${format}, not ${FORMAT}`)
    return headerSchema.parse(header)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw refuse('its header is damaged')
  }
}

async function inPieces(
  handle: FileHandle,
  operation: 'read' | 'write',
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const length = Math.min(PIECE, bytes.length - at)
    const done =
      operation === 'read'
        ? (await handle.read(bytes, at, length, position + at)).bytesRead
        : (await handle.write(bytes, at, length, position + at)).bytesWritten
    if (done === 0) throw new Error('the file ends before its time')
    at += done
  }
}

/** In pieces: lengths beyond 4 GiB are cut off. */
function checkSum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += PIECE) sum = crc32(bytes.subarray(at, at + PIECE), sum)
  return sum
}

const refusal = (file: string, reason: string) =>
  new ConfigError(`Cannot load index ${file}: ${reason} (it has to be built again)`)

const spell = ({ k1, b, title, text }: Header['parameters']) =>
  `k1 ${k1}, b ${b}, title ${title}, text ${text}`
