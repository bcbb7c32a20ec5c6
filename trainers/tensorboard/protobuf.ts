/**
 * The little of protocol buffers' wire format that event files need: a message is the bytes of its fields
 * in order. What has its default value is left out, as encoders of proto3 do.
 */
type Bytes = Uint8Array<ArrayBuffer>

const VARINT = 0
const FIXED64 = 1
const LENGTH = 2
const FIXED32 = 5

export const message = (...fields: readonly Bytes[]): Bytes => new Uint8Array(Buffer.concat(fields))

/** Whole numbers from 0 to 2^53. */
export const uintField = (field: number, value: number): Bytes =>
  value === 0 ? message() : message(tag(field, VARINT), varint(value))

export function doubleField(field: number, value: number): Bytes {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value, true)
  return message(tag(field, FIXED64), bytes)
}

export function floatField(field: number, value: number): Bytes {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return message(tag(field, FIXED32), bytes)
}

export const boolField = (field: number, value: boolean): Bytes =>
  message(tag(field, VARINT), varint(value ? 1 : 0))

export const bytesField = (field: number, bytes: Bytes): Bytes =>
  message(tag(field, LENGTH), varint(bytes.length), bytes)

export const textField = (field: number, text: string): Bytes =>
  bytesField(field, new TextEncoder().encode(text))

const tag = (field: number, wireType: number): Bytes => varint(field * 8 + wireType)

function varint(value: number): Bytes {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  return Uint8Array.from([...bytes, rest])
}
