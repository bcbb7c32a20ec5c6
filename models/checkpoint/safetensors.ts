import { type FileHandle, open } from 'node:fs/promises'
import { ConfigError, fileReason } from '../../core/index.ts'
import { sizeOf } from '../tensor.ts'
import { widenBfloat16, widenFloat16 } from './floats.ts'
import { parseHeader, type SafetensorsHeader, type StoredTensor } from './safetensors-header.ts'

/** How much is read and converted at once. */
const CHUNK_BYTES = 4 * 2 ** 20
/** The limit of the reference implementation: a longer header is no header. */
const LONGEST_HEADER = 100_000_000

/** A safetensors file, open for reading. */
export interface SafetensorsFile extends AsyncDisposable {
  readonly path: string
  readonly header: SafetensorsHeader
  /**
   * One tensor as float32, in an array of its own.
   * @throws ConfigError where there is none of that name, or its numbers are neither F32, F16 nor BF16.
   */
  read(name: string): Promise<Float32Array>
  /** The bytes of one tensor as they are stored, chunk by chunk. */
  chunks(name: string): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/**
 * Opens a safetensors file by its header; no tensor is read yet.
 * @throws ConfigError naming the file and what is wrong with it.
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const handle = await open(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  let header: SafetensorsHeader
  try {
    header = await headerOf(handle, path)
  } catch (error) {
    await handle.close()
    throw error instanceof ConfigError ? error : unreadable(path, error)
  }
  let closing: Promise<void> | undefined
  const file: SafetensorsFile = {
    path,
    header,
    read: async (name) => readTensor(handle, path, tensorOf(header, path, name)),
    chunks: (name) => chunksOf(handle, path, tensorOf(header, path, name)),
    close() {
      closing ??= handle.close()
      return closing
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
  return file
}

/** What a safetensors file holds: names, shapes, places and metadata. */
export async function readHeader(path: string): Promise<SafetensorsHeader> {
  await using file = await openSafetensors(path)
  return file.header
}

async function headerOf(handle: FileHandle, path: string): Promise<SafetensorsHeader> {
  const { size } = await handle.stat()
  const problem = (reason: string, advice = 'download or write it again') =>
    new ConfigError(`Cannot read ${path}: ${reason} (${advice})`)
  if (size < 8) throw problem(`${size} bytes are no safetensors file`)
  const prefix = new Uint8Array(8)
  await fill(handle, path, prefix, 0)
  const length = new DataView(prefix.buffer).getBigUint64(0, true)
  if (length > LONGEST_HEADER) {
    throw problem('it is no safetensors file', 'check that it was downloaded whole')
  }
  const headerLength = Number(length)
  if (8 + headerLength > size) throw problem(`it is cut off inside its header, at ${size} bytes`)
  const text = new Uint8Array(headerLength)
  await fill(handle, path, text, 8)
  return parseHeader(text, { path, dataStart: 8 + headerLength, fileSize: size })
}

function tensorOf(header: SafetensorsHeader, path: string, name: string): StoredTensor {
  const tensor = header.tensors.get(name)
  if (tensor) return tensor
  throw new ConfigError(
    `Cannot read ${path}: it holds no tensor ${name} (check that it belongs to this model)`,
  )
}

async function readTensor(
  handle: FileHandle,
  path: string,
  tensor: StoredTensor,
): Promise<Float32Array> {
  const { dtype } = tensor
  if (dtype !== 'F32' && dtype !== 'F16' && dtype !== 'BF16') {
    throw new ConfigError(
      `Cannot read ${path}: tensor ${tensor.name} is ${dtype} (convert it to F32, F16 or BF16)`,
    )
  }
  const result = new Float32Array(sizeOf(tensor.shape))
  if (dtype === 'F32') {
    const bytes = new Uint8Array(result.buffer)
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      await fill(handle, path, bytes.subarray(at, at + CHUNK_BYTES), tensor.start + at)
    }
    return result
  }
  const bits = new Uint32Array(result.buffer)
  const widen = dtype === 'F16' ? widenFloat16 : widenBfloat16
  let done = 0
  for await (const chunk of chunksOf(handle, path, tensor)) {
    const numbers = new Uint16Array(chunk.buffer, 0, chunk.length / 2)
    widen(numbers, bits.subarray(done, done + numbers.length))
    done += numbers.length
  }
  return result
}

/** Each chunk stands at the start of one buffer, and only until the next. */
async function* chunksOf(
  handle: FileHandle,
  path: string,
  tensor: StoredTensor,
): AsyncGenerator<Uint8Array> {
  const length = tensor.end - tensor.start
  const buffer = new Uint8Array(Math.min(length, CHUNK_BYTES))
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    const chunk = buffer.subarray(0, Math.min(CHUNK_BYTES, length - at))
    await fill(handle, path, chunk, tensor.start + at)
    yield chunk
  }
}

async function fill(
  handle: FileHandle,
  path: string,
  into: Uint8Array,
  position: number,
): Promise<void> {
  let filled = 0
  while (filled < into.length) {
    const { bytesRead } = await handle
      .read(into, filled, into.length - filled, position + filled)
      .catch((error: unknown) => {
        throw unreadable(path, error)
      })
    if (bytesRead === 0) {
      throw new ConfigError(
        `Cannot read ${path}: it became shorter while it was read (open it again)`,
      )
    }
    filled += bytesRead
  }
}

function unreadable(path: string, error: unknown): ConfigError {
  const [reason, advice] = fileReason(error)
  return new ConfigError(`Cannot read ${path}: ${reason} (${advice})`, { cause: error })
}
