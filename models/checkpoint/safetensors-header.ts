import { ConfigError } from '../../core/index.ts'
import { sizeOf } from '../tensor.ts'

/** Where a tensor stands in a file, and what its numbers are. */
export interface StoredTensor {
  readonly name: string
  /** As the file says: `F32`, `F16`, `BF16`, or one of those that are not read (`I64`, `F8_E4M3` ...). */
  readonly dtype: string
  readonly shape: readonly number[]
  /** First byte, and the one after the last, in the file. */
  readonly start: number
  readonly end: number
}

export interface SafetensorsHeader {
  /** In the order of the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: Readonly<Record<string, string>>
}

/** Bytes a number takes; formats below a byte, or newer ones, are not here: their sizes are not checked. */
const BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
}

/**
 * Reads a header and checks that its tensors fill the rest of the file, without gaps and overlaps.
 * @throws ConfigError
 */
export function parseHeader(
  bytes: Uint8Array,
  file: { readonly path: string; readonly dataStart: number; readonly fileSize: number },
): SafetensorsHeader {
  const problem = (reason: string) =>
    new ConfigError(`Cannot read ${file.path}: ${reason} (download or write it again)`)
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw problem('its header is not JSON')
  }
  if (!isObject(header)) throw problem('its header is not an object')
  const { __metadata__: metadata = {}, ...entries } = header
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw problem('its __metadata__ is not an object of texts')
  }
  const tensors = Object.entries(entries).map(([name, entry]) => {
    // Names stand in messages, which are one line.
    if (/\p{Cc}/u.test(name)) throw problem('the name of a tensor holds control characters')
    const tensor = parseTensor(name, entry, file.dataStart)
    if (typeof tensor === 'string') throw problem(`tensor ${name} ${tensor}`)
    return tensor
  })
  tensors.sort((a, b) => a.start - b.start || a.end - b.end)
  let end = file.dataStart
  for (const tensor of tensors) {
    if (tensor.start < end) throw problem(`tensor ${tensor.name} overlaps the one before it`)
    if (tensor.start > end) throw problem(`there is a gap before tensor ${tensor.name}`)
    end = tensor.end
  }
  if (end > file.fileSize) throw problem(`it is cut off: ${file.fileSize} of ${end} bytes`)
  if (end < file.fileSize) throw problem(`${file.fileSize - end} bytes follow its last tensor`)
  return {
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    metadata: metadata as Readonly<Record<string, string>>,
  }
}

/** The tensor, or what is wrong with it. */
function parseTensor(name: string, entry: unknown, dataStart: number): StoredTensor | string {
  if (!isObject(entry)) return 'is not an object'
  const { dtype, shape, data_offsets: offsets } = entry
  if (typeof dtype !== 'string') return 'has no dtype'
  if (!isSizes(shape)) return 'has no shape of whole numbers'
  if (!isSizes(offsets)) return 'has no data_offsets of whole numbers'
  const [begin, end, ...more] = offsets
  if (begin === undefined || end === undefined || more.length > 0 || begin > end) {
    return 'has no data_offsets from one byte to a later one'
  }
  const bytes = BYTES[dtype]
  if (bytes !== undefined && sizeOf(shape) * bytes !== end - begin) {
    return `of shape [${shape}] in ${dtype} does not take ${end - begin} bytes`
  }
  return { name, dtype, shape, start: dataStart + begin, end: dataStart + end }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
