import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packRows } from './pack-rows.ts'

describe('packRows', () => {
  test('puts every sequence in one row that holds it, and leaves no two rows that fit in one', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(lengths, fc.integer({ min: 20, max: 50 }), (given, capacity) => {
        const rows = packRows(given, capacity)

        const used = rows.map((row) => row.reduce((sum, index) => sum + (given[index] ?? 0), 0))
        const [least = 0, next = capacity + 1] = [...used].sort((a, b) => a - b)
        expect(rows.flat().sort((a, b) => a - b)).toEqual(given.map((_, index) => index))
        expect(Math.max(...used)).toBeLessThanOrEqual(capacity)
        expect(least + next).toBeGreaterThan(capacity)
      }),
    )
  })

  test('fills rows whose sequences fit exactly', () => {
    expect(packRows([2, 6, 4, 4], 8)).toEqual([
      [1, 0],
      [2, 3],
    ])
  })

  test('refuses a sequence that is longer than a row, by its number', () => {
    expect(() => packRows([3, 9], 8)).toThrow(
      'Cannot pack sequence 1: 9 tokens do not fit a row of 8 (give longer rows)',
    )
  })
})
