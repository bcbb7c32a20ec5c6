import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf, wrap } from './wrap.ts'

test('wrap breaks long lines at spaces and leaves others as they are', () => {
  const board = '+--+\n|  |\n+--+'

  expect(wrap('one two three four', 9)).toBe('one two\nthree\nfour')
  expect(wrap(board, 4)).toBe(board)
  expect(wrap('  indented words', 12)).toBe('  indented\nwords')
  expect(wrap('abcdefgh', 3)).toBe('abc\ndef\ngh')
  expect(wrap('', 3)).toBe('')
})

test('wide characters take two columns, marks none', () => {
  expect(columnsOf('取钥匙')).toBe(6)
  expect(columnsOf('🎉')).toBe(2)
  expect(columnsOf('e\u0301')).toBe(1)
  expect(wrap('取钥匙', 4)).toBe('取钥\n匙')
})

test('nothing but spaces is lost, and no line is too long', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '匙', 'e\u0301', '🎉') })
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 12 }), (text, columns) => {
      const wrapped = wrap(text, columns)

      expect(wrapped.replace(/[ \n]/g, '')).toBe(text.replace(/[ \n]/g, ''))
      for (const line of wrapped.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(columns)
    }),
  )
})
