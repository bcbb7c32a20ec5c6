import { complement, oneCharacter, type Ranges, union } from './code-points.ts'
import type { Pattern, Reader } from './regular-expression.ts'

/** A set, or, `negative`, all but a set. */
interface Class {
  readonly set: Ranges
  readonly negative: boolean
}

/** Line ends: what `.` leaves out. */
export const DOT: Ranges = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]
const DIGIT: Ranges = [[0x30, 0x39]]
const WORD: Ranges = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]
const SPACE: Ranges = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]
const NAMED: Readonly<Record<string, Ranges>> = { d: DIGIT, w: WORD, s: SPACE }
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 }

/** `\d`, `\W`, `\p{L}` ... behind its backslash; undefined, with nothing read, for anything else. */
export function classEscape(reader: Reader): Class | undefined {
  const name = reader.source[reader.at] ?? ''
  const lower = name.toLowerCase()
  const set = NAMED[lower]
  if (set) {
    reader.at++
    return { set, negative: name !== lower }
  }
  if (lower !== 'p' || !reader.unicode) return undefined
  const end = reader.source.indexOf('}', reader.at) + 1
  const property = reader.source.slice(reader.at + 1, end)
  reader.at = end
  return { set: withProperty(property), negative: name === 'P' }
}

const properties = new Map<string, Ranges>()

/** The tables are the regular expressions' own: every character is tried once. */
function withProperty(property: string): Ranges {
  let set = properties.get(property)
  if (!set) {
    const has = new RegExp(`^\\p${property}$`, 'u')
    const found: [number, number][] = []
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      if (!has.test(String.fromCodePoint(codePoint))) continue
      const last = found.at(-1)
      if (last && last[1] === codePoint - 1) last[1] = codePoint
      else found.push([codePoint, codePoint])
    }
    set = found
    properties.set(property, set)
  }
  return set
}

/** The code point that an escape stands for, behind its backslash. */
export function readEscape(reader: Reader): number {
  const rest = reader.source.slice(reader.at)
  const name = rest[0] ?? ''
  const pair = /^u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/i.exec(rest)
  const hex = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(rest)
  const braced = reader.unicode ? /^u\{([0-9a-f]+)\}/i.exec(rest) : null
  const take = (length: number, codePoint: number): number => {
    reader.at += length
    return codePoint
  }
  if (pair) {
    const units = [Number.parseInt(pair[1] ?? '', 16), Number.parseInt(pair[2] ?? '', 16)]
    return take(pair[0].length, String.fromCharCode(...units).codePointAt(0) ?? 0)
  }
  if (hex) return take(hex[0].length, Number.parseInt(hex[1] ?? hex[2] ?? '', 16))
  if (braced) return take(braced[0].length, Number.parseInt(braced[1] ?? '', 16))
  if (/^c[a-z]/i.test(rest)) return take(2, rest.charCodeAt(1) % 32)
  if (/^0(?!\d)/.test(rest)) return take(1, 0)
  if (/^[0-9ck]/.test(rest))
    reader.fail('octal escapes and those without a meaning are not supported')
  const control = CONTROLS[name]
  if (control !== undefined) return take(1, control)
  const codePoint = rest.codePointAt(0) ?? 0
  return take(codePoint > 0xffff ? 2 : 1, codePoint)
}

/** `[...]` behind its opening bracket. */
export function parseClass(reader: Reader): Pattern {
  const { source } = reader
  const negative = source[reader.at] === '^'
  if (negative) reader.at++
  const sets: Ranges[] = []
  let holdsNegative = false
  while (reader.at < source.length && source[reader.at] !== ']') {
    holdsNegative ||= /^\\[DWSP]/.test(source.slice(reader.at))
    const low = readMember(reader)
    const isRange = source[reader.at] === '-' && source[reader.at + 1] !== ']'
    if (!isRange || typeof low !== 'number') {
      sets.push(typeof low === 'number' ? oneCharacter(low) : low)
      continue
    }
    reader.at++
    const high = readMember(reader)
    // Outside `u`, `[a-\d]` is three members.
    if (typeof high === 'number') sets.push([[low, high]])
    else sets.push(oneCharacter(low), oneCharacter(0x2d), high)
  }
  reader.at++
  const set = union(...sets)
  // `[\s\S]` says all but nothing: it is as wide as `[^]`.
  if (holdsNegative && !negative)
    return { kind: 'characters', set: complement(set), negative: true }
  return { kind: 'characters', set, negative }
}

function readMember(reader: Reader): number | Ranges {
  if (reader.source[reader.at] === '\\') {
    reader.at++
    const named = classEscape(reader)
    if (named) return named.negative ? complement(named.set) : named.set
    if (reader.source[reader.at] === 'b') {
      reader.at++
      return 8
    }
    return readEscape(reader)
  }
  const codePoint = reader.source.codePointAt(reader.at) ?? 0
  reader.at += codePoint > 0xffff ? 2 : 1
  return codePoint
}
