import { decodeUtf8, encodeUtf8 } from 'node:internal/buffer-codec'

const union = (...sets) => new Set(sets.flatMap((set) => [...set]))
const query = union(' "#<>')
const path = union(query, '?`{}^')

/** Which printable characters each part of a URL escapes. */
export const SETS = {
  control: new Set(),
  fragment: union(' "<>`'),
  query,
  specialQuery: union(query, "'"),
  path,
  userinfo: union(path, '/:;=@[\\]|'),
}

const hex = (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`

export function percentEncode(text, set) {
  let result = ''
  for (const character of text) {
    const code = character.codePointAt(0)
    if (code > 0x1f && code < 0x7f && !set.has(character)) result += character
    else for (const byte of encodeUtf8(character)) result += hex(byte)
  }
  return result
}

export function percentDecode(text) {
  if (!text.includes('%')) return text
  const bytes = []
  const source = encodeUtf8(text)
  for (let i = 0; i < source.length; i++) {
    const code =
      source[i] === 37
        ? Number.parseInt(String.fromCharCode(source[i + 1], source[i + 2]), 16)
        : Number.NaN
    const isEscape =
      source[i] === 37 && /^[0-9a-f]{2}$/i.test(String.fromCharCode(source[i + 1], source[i + 2]))
    bytes.push(isEscape ? code : source[i])
    if (isEscape) i += 2
  }
  return decodeUtf8(Uint8Array.from(bytes))
}

const FORM_SAFE = /[A-Za-z0-9*\-._]/

/** `application/x-www-form-urlencoded`. */
export function formEncode(text) {
  let result = ''
  for (const character of `${text}`.toWellFormed()) {
    if (character === ' ') result += '+'
    else if (FORM_SAFE.test(character)) result += character
    else for (const byte of encodeUtf8(character)) result += hex(byte)
  }
  return result
}

export const formDecode = (text) => percentDecode(text.replace(/\+/g, ' '))
