import { ConfigError } from '../../core/index.ts'
import type { Ranges } from './code-points.ts'
import { oneCharacter } from './code-points.ts'
import { classEscape, DOT, parseClass, readEscape } from './regular-expression-class.ts'

/** A regular expression as a tree: a subset of ECMAScript's, without what is not regular or looks around. */
export type Pattern =
  | { readonly kind: 'characters'; readonly set: Ranges; readonly negative: boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | {
      readonly kind: 'repeat'
      readonly body: Pattern
      readonly min: number
      readonly max: number
    }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }

/** A place in a pattern that is being read. */
export interface Reader {
  readonly source: string
  /** Whether it is read as with the flag `u`. */
  readonly unicode: boolean
  at: number
  fail(what: string): never
}

/**
 * @throws ConfigError where it is no regular expression of ECMAScript, or needs more than a finite
 * automaton: look-around, back references, word boundaries, modifiers.
 */
export function parsePattern(source: string): Pattern {
  const fail = (what: string): never => {
    throw new ConfigError(
      `Cannot read the pattern ${JSON.stringify(source)}: ${what} (write it without)`,
    )
  }
  const reader: Reader = { source, unicode: isValid(source, 'u'), at: 0, fail }
  if (!reader.unicode && !isValid(source, '')) fail('it is no regular expression of ECMAScript')
  const pattern = parseChoice(reader)
  return reader.at < source.length ? fail('a bracket closes nothing') : pattern
}

function isValid(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags)
    return true
  } catch {
    return false
  }
}

function parseChoice(reader: Reader): Pattern {
  const options = [parseSequence(reader)]
  while (take(reader, '|')) options.push(parseSequence(reader))
  const [only] = options
  return only && options.length === 1 ? only : { kind: 'choice', options }
}

function parseSequence(reader: Reader): Pattern {
  const parts: Pattern[] = []
  while (reader.at < reader.source.length && !/[|)]/.test(reader.source[reader.at] ?? '')) {
    parts.push(parseQuantifier(reader, parseAtom(reader)))
  }
  return { kind: 'sequence', parts }
}

function parseAtom(reader: Reader): Pattern {
  if (take(reader, '^')) return { kind: 'start' }
  if (take(reader, '$')) return { kind: 'end' }
  if (take(reader, '.')) return { kind: 'characters', set: DOT, negative: true }
  if (take(reader, '(')) return parseGroup(reader)
  if (take(reader, '[')) return parseClass(reader)
  if (take(reader, '\\')) return parseEscape(reader)
  const codePoint = reader.source.codePointAt(reader.at) ?? 0
  reader.at += codePoint > 0xffff ? 2 : 1
  return { kind: 'characters', set: oneCharacter(codePoint), negative: false }
}

function parseGroup(reader: Reader): Pattern {
  const [opening] = /^\?(?:<[^=!>][^>]*>|[^:])|^\?:|/.exec(reader.source.slice(reader.at)) ?? ['']
  if (/^\?<?[=!]/.test(opening) || /^\?<[=!]/.test(reader.source.slice(reader.at))) {
    reader.fail('look-around is not supported')
  }
  if (opening !== '' && opening !== '?:' && !opening.endsWith('>')) {
    reader.fail('modifiers are not supported')
  }
  reader.at += opening.length
  const inner = parseChoice(reader)
  take(reader, ')')
  return inner
}

function parseEscape(reader: Reader): Pattern {
  const next = reader.source[reader.at] ?? ''
  if (/[bB]/.test(next)) reader.fail('word boundaries are not supported')
  if (/[1-9k]/.test(next)) reader.fail('back references are not supported')
  const set = classEscape(reader)
  if (set) return { kind: 'characters', ...set }
  return { kind: 'characters', set: oneCharacter(readEscape(reader)), negative: false }
}

function parseQuantifier(reader: Reader, body: Pattern): Pattern {
  const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(reader.source.slice(reader.at))
  if (!found) return body
  reader.at += found[0].length
  const sign = found[0][0]
  const [min, max] =
    sign === '{'
      ? [Number(found[1]), found[3] ? Number(found[3]) : found[2] ? Infinity : Number(found[1])]
      : [sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity]
  return { kind: 'repeat', body, min, max }
}

function take(reader: Reader, character: string): boolean {
  if (reader.source[reader.at] !== character) return false
  reader.at++
  return true
}
