import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shorten, shortNames, textWidth } from './text-width.ts'

test('a text that fits stays, a longer one keeps its beginning and its end', () => {
  expect(shorten('off-by-one', 100, 11)).toBe('off-by-one')
  expect(shorten('a-name-that-never-ends-and-ends-in-b', 100, 11)).toMatch(/^a-name.*….*b$/)
})

test('shortened texts are no wider than there is room', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 30, max: 300 }),
      (text, room) => {
        expect(textWidth(shorten(text, room, 11), 11)).toBeLessThanOrEqual(room)
      },
    ),
  )
})

test('different names stay different', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ maxLength: 60 }), { maxLength: 20 }), (names) => {
      const nameOf = shortNames(names, 40, 11)

      expect(new Set(names.map(nameOf)).size).toBe(names.length)
    }),
  )
})
