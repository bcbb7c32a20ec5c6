import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsOf } from './parts.ts'
import { passagesOf, snippetOf } from './passages.ts'
import { cutTo, tokensIn } from './tokens.ts'

const prose = fc
  .array(fc.constantFrom('One two. ', 'Three\n', '\n\n', 'fourfive', ' ', '😀'), { maxLength: 60 })
  .map((pieces) => pieces.join(''))

test('parts join to the text, none is longer than asked or cuts a character', () => {
  fc.assert(
    fc.property(prose, fc.integer({ min: 2, max: 40 }), (text, most) => {
      const parts = partsOf(text, most)

      expect(parts.join('')).toBe(text)
      expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(most)
      expect(parts.every((part) => !/[\ud800-\udbff]$/.test(part))).toBe(true)
      expect(text === '' || parts.every((part) => part !== '')).toBe(true)
    }),
  )
})

test('parts end between paragraphs or sentences where they can', () => {
  expect(partsOf('First here.\n\nSecond. Third one.', 20)).toEqual([
    ...['First here.\n\n', 'Second. Third one.'],
  ])
  expect(partsOf('One two three. Four five six.', 20)).toEqual([
    'One two three. ',
    'Four five six.',
  ])
})

test('a text is cut to a number of tokens, never within a character', () => {
  fc.assert(
    fc.property(prose, fc.nat(20), (text, tokens) => {
      const cut = cutTo(text, tokens)

      expect(text.startsWith(cut)).toBe(true)
      expect(tokensIn(cut)).toBeLessThanOrEqual(tokens)
      expect(/[\ud800-\udbff]$/.test(cut)).toBe(false)
    }),
  )
})

test('passages have the phrase, whatever signs it is made of', () => {
  const text = `${'x '.repeat(200)}It cost $5 (or\nso) in all. ${'y '.repeat(200)}$5 (or so)`

  const found = passagesOf(text, '$5 (OR so)', 5)

  expect(found).toHaveLength(2)
  for (const { at, text: piece } of found) expect(text.slice(at, at + piece.length)).toBe(piece)
  expect(passagesOf('a-b/c', 'A-b/c', 1)).toHaveLength(1)
  expect(passagesOf(text, '   ', 5)).toEqual([])
})

test('no phrase makes a search within a page throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), prose, (phrase, text) => {
      expect(Array.isArray(passagesOf(text, phrase, 3))).toBe(true)
      expect(snippetOf(text, phrase).length).toBeLessThanOrEqual(210)
    }),
  )
})

test('a snippet is the sentence that has most of the query, else the beginning', () => {
  const text = 'It is a village. Its mayor is Anna Bree. It has a pond.'

  expect(snippetOf(text, 'who is the mayor Bree')).toMatch(/^Its mayor is Anna Bree\./)
  expect(snippetOf(text, 'zebra')).toMatch(/^It is a village\./)
  expect(snippetOf('', 'zebra')).toBe('')
})
