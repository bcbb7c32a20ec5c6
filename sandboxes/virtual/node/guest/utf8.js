import { NativeUint8Array, StringCharCodeAt, TypedArraySlice } from 'node:internal/primordials'

const REPLACEMENT = 0xfffd

/** Half characters become U+FFFD. */
export function encodeUtf8(text) {
  const bytes = new NativeUint8Array(text.length * 3)
  let at = 0
  for (let i = 0; i < text.length; i++) {
    let code = StringCharCodeAt(text, i)
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = i + 1 < text.length ? StringCharCodeAt(text, i + 1) : 0
      const isPair = code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff
      code = isPair ? (code - 0xd800) * 0x400 + (next - 0xdc00) + 0x10000 : REPLACEMENT
      if (isPair) i++
    }
    if (code < 0x80) {
      bytes[at++] = code
    } else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6)
      bytes[at++] = 0x80 | (code & 63)
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | (code >> 12)
      bytes[at++] = 0x80 | ((code >> 6) & 63)
      bytes[at++] = 0x80 | (code & 63)
    } else {
      bytes[at++] = 0xf0 | (code >> 18)
      bytes[at++] = 0x80 | ((code >> 12) & 63)
      bytes[at++] = 0x80 | ((code >> 6) & 63)
      bytes[at++] = 0x80 | (code & 63)
    }
  }
  return TypedArraySlice(bytes, 0, at)
}
