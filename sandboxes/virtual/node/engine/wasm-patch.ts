/**
 * The interpreter's binary keeps its function table to itself. Promise rejections that nobody handles
 * can only be heard through a C callback, so the table is exported and its upper bound lifted.
 */
export const TABLE_EXPORT = 'functions'

const TABLE_SECTION = 4
const EXPORT_SECTION = 7
const HEADER_BYTES = 8
const TABLE_KIND = 1

/** Returns the same WebAssembly binary with table 0 exported as `TABLE_EXPORT` and free to grow. */
export function exportTable(binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [binary.subarray(0, HEADER_BYTES)]
  let at = HEADER_BYTES
  while (at < binary.length) {
    const id = binary[at] ?? 0
    const size = readUnsigned(binary, at + 1)
    const body = binary.subarray(size.next, size.next + size.value)
    parts.push(section(id, rewrite(id, body)))
    at = size.next + size.value
  }
  return concat(parts)
}

/** A module whose only export is its imported `env.callback`: it turns a function of ours into one a table takes. */
export function callbackModule(): Uint8Array<ArrayBuffer> {
  const name = [...new TextEncoder().encode('callback')]
  const parameters = [0x7f, 0x7e, 0x7e, 0x7f, 0x7f]
  return concat([
    Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    section(1, Uint8Array.of(1, 0x60, parameters.length, ...parameters, 0)),
    section(2, Uint8Array.of(1, 3, 0x65, 0x6e, 0x76, name.length, ...name, 0, 0)),
    section(EXPORT_SECTION, Uint8Array.of(1, name.length, ...name, 0, 0)),
  ])
}

function rewrite(id: number, body: Uint8Array): Uint8Array {
  if (id === TABLE_SECTION) return liftTableMaximum(body)
  if (id === EXPORT_SECTION) return appendExport(body)
  return body
}

function liftTableMaximum(body: Uint8Array): Uint8Array {
  const count = readUnsigned(body, 0)
  const elementType = body[count.next] ?? 0
  const minimum = readUnsigned(body, count.next + 2)
  return Uint8Array.of(1, elementType, 0, ...writeUnsigned(minimum.value))
}

function appendExport(body: Uint8Array): Uint8Array {
  const count = readUnsigned(body, 0)
  const name = new TextEncoder().encode(TABLE_EXPORT)
  return concat([
    writeUnsigned(count.value + 1),
    body.subarray(count.next),
    Uint8Array.of(name.length, ...name, TABLE_KIND, 0),
  ])
}

function section(id: number, body: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(id), writeUnsigned(body.length), body])
}

function readUnsigned(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0
  let shift = 0
  let next = start
  for (;;) {
    const byte = bytes[next++] ?? 0
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return { value, next }
    shift += 7
  }
}

function writeUnsigned(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    const byte = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? byte | 0x80 : byte)
  } while (rest > 0)
  return Uint8Array.from(bytes)
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}
