import { expect, test } from 'vitest'
import { cleanText } from './clean.ts'

test('cleanText takes away what a terminal would not print', () => {
  expect(cleanText('\x1b[1;31mnot ok\x1b[0m 1 \x1b]0;title\x07- adds')).toBe('not ok 1 - adds')
})

test('cleanText shows control characters as symbols and keeps tabs and lines', () => {
  expect(cleanText('a\tb\r\nc\rd\x00\x7f\x1b')).toBe('a\tb\nc␍d␀␡␛')
})

test('cleanText shows characters that would turn a text around', () => {
  expect(cleanText('if (\u202e x \u2066)\ufeff')).toBe('if (⟨U+202E⟩ x ⟨U+2066⟩)⟨U+FEFF⟩')
})

test('cleanText leaves other scripts and emoji as they are', () => {
  expect(cleanText('żółć 日本語 🎉 ﷺ')).toBe('żółć 日本語 🎉 ﷺ')
})
