import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunksOf, excerptOf, lineCount } from './chunks.ts'

const texts = fc
  .array(fc.tuple(fc.nat({ max: 30_000 }), fc.nat({ max: 30 })), { maxLength: 8 })
  .map((parts) => parts.map(([width, lines]) => 'x'.repeat(width) + '\n'.repeat(lines)).join(''))

test('chunks together are the text, and each is small', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const chunks = chunksOf(text)

      expect(chunks.map((chunk) => chunk.text).join('')).toBe(text)
      for (const { text: piece } of chunks) {
        expect(piece.length).toBeGreaterThan(0)
        expect(piece.length).toBeLessThanOrEqual(20_000)
      }
    }),
  )
})

test('an excerpt is the beginning and the end of the text, and counts what lies between', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const excerpt = excerptOf(text)
      if (!excerpt) return
      const { head, tail, hiddenCharacters } = excerpt

      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true)
      expect(head.length + tail.length + hiddenCharacters).toBe(text.length)
    }),
  )
})

test('a text that is hardly longer than its excerpt is shown whole', () => {
  expect(excerptOf('line\n'.repeat(30))).toBeNull()
  expect(excerptOf('line\n'.repeat(100))?.hiddenLines).toBe(77)
  expect(excerptOf('line\n'.repeat(60), 3)).toBeNull()
})

test('lineCount does not count an empty last line', () => {
  expect(['', 'a', 'a\n', 'a\nb', '\n'].map(lineCount)).toEqual([0, 1, 1, 2, 1])
})
