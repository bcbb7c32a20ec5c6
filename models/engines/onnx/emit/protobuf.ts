/** Part of a protobuf message, in pieces that are joined once at the end. */
export interface Encoded {
  readonly pieces: readonly Uint8Array[]
  readonly size: number
}

const LENGTH_DELIMITED = 2
const FIXED32 = 5
const text = new TextEncoder()

function varint(value: number | bigint): Uint8Array {
  // Negative numbers are ten bytes long: two's complement of 64 bits.
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

const tag = (field: number, wireType: number) => varint((field << 3) | wireType)

const of = (...pieces: readonly Uint8Array[]): Encoded => ({
  pieces,
  size: pieces.reduce((size, { length }) => size + length, 0),
})

export const message = (fields: readonly Encoded[]): Encoded => ({
  pieces: fields.flatMap(({ pieces }) => pieces),
  size: fields.reduce((total, { size }) => total + size, 0),
})

export const intField = (field: number, value: number): Encoded => of(tag(field, 0), varint(value))

export const floatField = (field: number, value: number): Encoded => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return of(tag(field, FIXED32), bytes)
}

export const bytesField = (field: number, bytes: Uint8Array): Encoded =>
  of(tag(field, LENGTH_DELIMITED), varint(bytes.length), bytes)

export const stringField = (field: number, value: string): Encoded =>
  bytesField(field, text.encode(value))

export const messageField = (field: number, fields: readonly Encoded[]): Encoded => {
  const inner = message(fields)
  const header = of(tag(field, LENGTH_DELIMITED), varint(inner.size))
  return { pieces: [...header.pieces, ...inner.pieces], size: header.size + inner.size }
}

export function join({ pieces, size }: Encoded): Uint8Array {
  const bytes = new Uint8Array(size)
  let place = 0
  for (const piece of pieces) {
    bytes.set(piece, place)
    place += piece.length
  }
  return bytes
}
