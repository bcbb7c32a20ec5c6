import { type FileHandle, open } from 'node:fs/promises'
import { ConfigError, fileReason } from '../../core/index.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import { narrowBfloat16, narrowFloat16, type Precision } from './floats.ts'
import type { Shapes } from './parameters.ts'

/** How much is converted and written at once. */
const CHUNK_NUMBERS = 2 ** 20

const storedAs = { f32: 'F32', f16: 'F16', bf16: 'BF16' } as const

/** Bytes of one number. */
export const bytesOf = (precision: Precision): number => (precision === 'f32' ? 4 : 2)

export interface SafetensorsOptions {
  /** Of all tensors of the file, which stand in it in this order. */
  readonly shapes: Shapes
  /** Numbers are rounded to the nearest, ties to even. */
  readonly dtype?: Precision
  readonly metadata?: Readonly<Record<string, string>>
}

/** A safetensors file that takes its tensors one after another, in any order. */
export interface SafetensorsWriter extends AsyncDisposable {
  /** @throws ConfigError where the tensor is not of this file, or a number is too large for its dtype. */
  write(name: string, data: Float32Array): Promise<void>
  /** Sees to it that every tensor was written and that all stands on the disk. */
  finish(): Promise<void>
  /** Without `finish`, what was written stays as it is: not a checkpoint. */
  close(): Promise<void>
}

/** Makes a safetensors file at once, from weights that come one after another. */
export async function writeSafetensors(
  path: string,
  options: SafetensorsOptions & { readonly weights: Weights },
): Promise<void> {
  await using writer = await createSafetensors(path, options)
  for await (const { name, data } of options.weights) await writer.write(name, data)
  await writer.finish()
}

/** Starts a safetensors file. The file must not exist yet. */
export async function createSafetensors(
  path: string,
  { shapes, dtype = 'f32', metadata }: SafetensorsOptions,
): Promise<SafetensorsWriter> {
  const places = new Map<string, { readonly begin: number; readonly size: number }>()
  const entries: [string, unknown][] = metadata ? [['__metadata__', metadata]] : []
  let end = 0
  for (const [name, shape] of Object.entries(shapes)) {
    const begin = end
    const size = sizeOf(shape)
    end += size * bytesOf(dtype)
    places.set(name, { begin, size })
    entries.push([name, { dtype: storedAs[dtype], shape, data_offsets: [begin, end] }])
  }
  const header = headerBytes(entries)
  const failed = (reason: string, advice: string, cause?: unknown) =>
    new ConfigError(`Cannot write ${path}: ${reason} (${advice})`, { cause })
  const onDisk = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch((error: unknown) => {
      throw failed(...fileReason(error), error)
    })
  const handle = await onDisk(open(path, 'wx'))
  const left = new Set(places.keys())
  let closing: Promise<void> | undefined
  const writer: SafetensorsWriter = {
    async write(name, data) {
      const place = places.get(name)
      if (!place) throw failed(`it has no tensor ${name}`, 'check the names')
      if (!left.delete(name)) throw failed(`tensor ${name} came twice`, 'give each once')
      if (data.length !== place.size) {
        throw failed(`tensor ${name} has ${data.length} numbers`, `it takes ${place.size}`)
      }
      const tooLarge = await onDisk(put(handle, data, dtype, header.length + place.begin))
      if (tooLarge !== undefined) {
        throw failed(`${tooLarge} in tensor ${name} is too large for ${dtype}`, 'choose another')
      }
    },
    async finish() {
      const [missing] = left
      if (missing !== undefined) throw failed(`tensor ${missing} is missing`, 'give all of them')
      await onDisk(writeAll(handle, header, 0))
      await onDisk(handle.sync())
      await writer.close()
    },
    close() {
      closing ??= handle.close()
      return closing
    },
    [Symbol.asyncDispose]: () => writer.close(),
  }
  return writer
}

/** Length and header, padded so that the data is aligned to 8 bytes. */
function headerBytes(entries: readonly (readonly [string, unknown])[]): Uint8Array {
  const text = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Math.ceil(text.length / 8) * 8
  const bytes = Buffer.alloc(8 + length, ' ')
  bytes.writeBigUInt64LE(BigInt(length))
  text.copy(bytes, 8)
  return bytes
}

/** Writes numbers at a place; gives the first that its dtype cannot hold. */
async function put(
  handle: FileHandle,
  data: Float32Array,
  dtype: Precision,
  position: number,
): Promise<number | undefined> {
  const narrow = dtype === 'f16' ? narrowFloat16 : narrowBfloat16
  const narrowed = new Uint16Array(dtype === 'f32' ? 0 : Math.min(CHUNK_NUMBERS, data.length))
  for (let at = 0; at < data.length; at += CHUNK_NUMBERS) {
    const length = Math.min(CHUNK_NUMBERS, data.length - at)
    let bytes = new Uint8Array(data.buffer, data.byteOffset + at * 4, length * 4)
    if (dtype !== 'f32') {
      const bits = new Uint32Array(data.buffer, data.byteOffset + at * 4, length)
      const overflow = narrow(bits, narrowed)
      if (overflow >= 0) return data[at + overflow]
      bytes = new Uint8Array(narrowed.buffer, 0, length * 2)
    }
    await writeAll(handle, bytes, position + at * bytesOf(dtype))
  }
  return undefined
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    )
    written += bytesWritten
  }
}
