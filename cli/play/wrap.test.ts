import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test('breaks long lines at spaces and leaves others as they are', () => {
  const board = '+--+\n|  |\n+--+'

  expect(wrap('one two three four', 9)).toBe('one two\nthree\nfour')
  expect(wrap(board, 4)).toBe(board)
  expect(wrap('abcdefgh', 3)).toBe('abc\ndef\ngh')
  expect(wrap('取钥匙', 4)).toBe('取钥\n匙')
  expect(wrap('', 3)).toBe('')
})

test('loses nothing but spaces, and makes no line too long', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '匙', 'e\u0301', '🎉') })
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 12 }), (text, columns) => {
      const wrapped = wrap(text, columns)

      expect(wrapped.replace(/[ \n]/g, '').normalize()).toBe(text.replace(/[ \n]/g, '').normalize())
      for (const line of wrapped.split('\n')) {
        expect(stringWidth(line)).toBeLessThanOrEqual(columns)
      }
    }),
  )
})
