import { expect, test } from 'vitest'
import { countMatches, highlight } from './highlight.ts'

const marked = (text: string, words: readonly string[]) =>
  highlight(text, words)
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join('')

test('highlight marks every word by the letter, whatever its case', () => {
  expect(marked('Error: (a+b) error', ['error', '(a+b)'])).toBe('[Error]: [(a+b)] [error]')
})

test('highlight leaves a text without words whole', () => {
  expect(highlight('abc', ['', 'x'])).toEqual([{ text: 'abc', isMatch: false }])
  expect(highlight('', ['x'])).toEqual([])
})

test('countMatches counts all of them', () => {
  expect(countMatches('aXbxc', ['x'])).toBe(2)
  expect(countMatches('abc', [])).toBe(0)
})
