import { nodeError } from 'node:internal/errors'
import {
  ArrayJoin,
  NativeUint8Array,
  StringCharCodeAt,
  StringFromCharCode,
} from 'node:internal/primordials'
import { encodeUtf8 } from 'node:internal/utf8'

const CHUNK = 8192
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64URL = `${BASE64.slice(0, 62)}-_`
const decodeTable = new Int8Array(128).fill(-1)
for (let i = 0; i < 64; i++) {
  decodeTable[BASE64.charCodeAt(i)] = i
  decodeTable[BASE64URL.charCodeAt(i)] = i
}
const REPLACEMENT = 0xfffd

function charactersToText(codes) {
  const parts = []
  for (let i = 0; i < codes.length; i += CHUNK) {
    parts.push(Reflect.apply(StringFromCharCode, undefined, codes.slice(i, i + CHUNK)))
  }
  return ArrayJoin(parts, '')
}

/** Length, smallest first continuation byte and largest, of the sequence a byte opens; 0 for none. */
function sequence(lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return { length: 2, low: 0x80, high: 0xbf }
  if (lead === 0xe0) return { length: 3, low: 0xa0, high: 0xbf }
  if (lead === 0xed) return { length: 3, low: 0x80, high: 0x9f }
  if (lead >= 0xe1 && lead <= 0xef) return { length: 3, low: 0x80, high: 0xbf }
  if (lead === 0xf0) return { length: 4, low: 0x90, high: 0xbf }
  if (lead === 0xf4) return { length: 4, low: 0x80, high: 0x8f }
  if (lead >= 0xf1 && lead <= 0xf3) return { length: 4, low: 0x80, high: 0xbf }
  return { length: 0, low: 0, high: 0 }
}

/** Bad sequences become U+FFFD, one for each maximal part, or an error where `isFatal`. */
export function decodeUtf8(bytes, isFatal = false) {
  const codes = []
  let i = 0
  while (i < bytes.length) {
    const lead = bytes[i]
    if (lead < 0x80) {
      codes.push(lead)
      i++
      continue
    }
    const { length, low, high } = sequence(lead)
    let code = lead & (0xff >> (length + 1))
    let taken = 1
    while (taken < length) {
      const next = bytes[i + taken]
      const isValid = taken === 1 ? next >= low && next <= high : next >= 0x80 && next <= 0xbf
      if (!isValid) break
      code = (code << 6) | (next & 63)
      taken++
    }
    i += taken
    if (length === 0 || taken < length) {
      if (isFatal) {
        throw nodeError(
          'TypeError',
          'ERR_ENCODING_INVALID_ENCODED_DATA',
          'The encoded data was not valid for encoding utf-8',
        )
      }
      codes.push(REPLACEMENT)
    } else if (code >= 0x10000) {
      codes.push(0xd800 + ((code - 0x10000) >> 10))
      codes.push(0xdc00 + ((code - 0x10000) & 0x3ff))
    } else {
      codes.push(code)
    }
  }
  return charactersToText(codes)
}

/** Bytes at the end that begin a sequence which more bytes could complete. */
export function incompleteTail(bytes) {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]
    if ((byte & 0xc0) === 0x80) continue
    return sequence(byte).length > back ? back : 0
  }
  return 0
}

export function encodeLatin1(text) {
  const bytes = new NativeUint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = StringCharCodeAt(text, i)
  return bytes
}

export function decodeLatin1(bytes, mask = 0xff) {
  const codes = []
  for (let i = 0; i < bytes.length; i++) codes.push(bytes[i] & mask)
  return charactersToText(codes)
}

export function encodeUtf16(text) {
  const bytes = new NativeUint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    const code = StringCharCodeAt(text, i)
    bytes[2 * i] = code & 0xff
    bytes[2 * i + 1] = code >> 8
  }
  return bytes
}

export function decodeUtf16(bytes) {
  const codes = []
  for (let i = 0; i + 1 < bytes.length; i += 2) codes.push(bytes[i] | (bytes[i + 1] << 8))
  return charactersToText(codes)
}

export function encodeHex(text) {
  const bytes = new NativeUint8Array(text.length >> 1)
  for (let i = 0; i < bytes.length; i++) {
    const pair = text.slice(2 * i, 2 * i + 2)
    if (!/^[0-9a-fA-F]{2}$/.test(pair)) return bytes.slice(0, i)
    bytes[i] = Number.parseInt(pair, 16)
  }
  return bytes
}

export function decodeHex(bytes) {
  const parts = []
  for (let i = 0; i < bytes.length; i++)
    parts.push((bytes[i] < 16 ? '0' : '') + bytes[i].toString(16))
  return ArrayJoin(parts, '')
}

export function encodeBase64(text) {
  const bytes = new NativeUint8Array(Math.ceil((text.length * 3) / 4))
  let at = 0
  let bits = 0
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const code = StringCharCodeAt(text, i)
    if (code === 61) break
    const value = code < 128 ? decodeTable[code] : -1
    if (value < 0) continue
    bits = ((bits << 6) | value) & 0xffffff
    count += 6
    if (count >= 8) {
      count -= 8
      bytes[at++] = (bits >> count) & 0xff
    }
  }
  return bytes.slice(0, at)
}

export function decodeBase64(bytes, isUrl = false) {
  const alphabet = isUrl ? BASE64URL : BASE64
  const parts = []
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const rest = bytes.length - i
    let part = alphabet[group >> 18] + alphabet[(group >> 12) & 63]
    if (rest > 1) part += alphabet[(group >> 6) & 63]
    else if (!isUrl) part += '='
    if (rest > 2) part += alphabet[group & 63]
    else if (!isUrl) part += '='
    parts.push(part)
  }
  return ArrayJoin(parts, '')
}

/** One name for each encoding; undefined for those Node does not know. */
export function encodingName(name) {
  switch (`${name}`.toLowerCase()) {
    case 'utf8':
    case 'utf-8':
      return 'utf8'
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return 'utf16le'
    case 'latin1':
    case 'binary':
      return 'latin1'
    case 'ascii':
      return 'ascii'
    case 'hex':
      return 'hex'
    case 'base64':
      return 'base64'
    case 'base64url':
      return 'base64url'
    default:
      return undefined
  }
}

export function encode(text, encoding) {
  switch (requireEncoding(encoding)) {
    case 'utf8':
      return encodeUtf8(text)
    case 'utf16le':
      return encodeUtf16(text)
    case 'hex':
      return encodeHex(text)
    case 'base64':
    case 'base64url':
      return encodeBase64(text)
    default:
      return encodeLatin1(text)
  }
}

export function decode(bytes, encoding) {
  switch (requireEncoding(encoding)) {
    case 'utf8':
      return decodeUtf8(bytes)
    case 'utf16le':
      return decodeUtf16(bytes)
    case 'hex':
      return decodeHex(bytes)
    case 'base64':
      return decodeBase64(bytes)
    case 'base64url':
      return decodeBase64(bytes, true)
    case 'ascii':
      return decodeLatin1(bytes, 0x7f)
    default:
      return decodeLatin1(bytes)
  }
}

function requireEncoding(encoding = 'utf8') {
  const name = encodingName(encoding)
  if (name === undefined) {
    throw nodeError('TypeError', 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`)
  }
  return name
}

export { encodeUtf8 }
