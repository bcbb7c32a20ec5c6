import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerpt, printable, shown } from './printable.ts'

test('printable shows what a terminal would obey as symbols', () => {
  expect(printable('\u001b[2J\u0007 a\tb\r\nc\rd \u202e\u007f\u009b')).toBe(
    '␛[2J␇ a    b\nc␍d ⟨U+202E⟩␡⟨U+009B⟩',
  )
})

test('printable leaves other scripts and emoji, and no control character', () => {
  expect(printable('żółć 日本語 🎉')).toBe('żółć 日本語 🎉')
  const units = fc.nat(0x2fff).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.string({ unit: units }), (text) => {
      expect(printable(text).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    }),
  )
})

test('shown gives anything but text as JSON', () => {
  expect(shown('a "b"')).toBe('a "b"')
  expect(shown({ tool: 'read', n: [1] })).toBe('{"tool":"read","n":[1]}')
  expect(shown(undefined)).toBe('undefined')
})

test('an excerpt is the beginning of what is longer, with characters left whole', () => {
  expect(excerpt('four', 4)).toBe('four')
  expect(excerpt('five!', 4)).toBe('five…')
  expect(excerpt('🎉🎉🎉', 3)).toBe('🎉🎉🎉')
  expect(excerpt('🎉'.repeat(9), 3)).toBe('🎉🎉🎉…')
})
