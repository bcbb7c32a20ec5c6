import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binsOf, countsIn } from './bins.ts'

const labels = (values: readonly number[]) => binsOf(values).map(({ label }) => label)

test('few values have a bin each, and whole numbers near each other have no gap', () => {
  expect(labels([])).toEqual([])
  expect(labels([7, 7])).toEqual(['7'])
  expect(labels([2, 5])).toEqual(['2', '3', '4', '5'])
  expect(labels([0.5, 1 / 3, -2])).toEqual(['-2', '0.3333', '0.5'])
})

test('many values have ranges with round ends', () => {
  const thousand = Array.from({ length: 101 }, (_, i) => i / 100)

  expect(labels(thousand).slice(0, 3)).toEqual(['0 to 0.05', '0.05 to 0.1', '0.1 to 0.15'])
  expect(binsOf(thousand).at(-1)).toMatchObject({ from: 0.95, to: 1, terms: ['>=0.95', '<=1'] })
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
  expect(labels(hundred).slice(0, 2)).toEqual(['0 to 4', '5 to 9'])
  expect(binsOf(hundred).at(-1)?.terms).toEqual(['>=100', '<105'])
})

const holds = (term: string, value: number): boolean => {
  const [, operator = '', end = ''] = /^(>=|<=|<|=)(.+)$/.exec(term) ?? []
  if (operator === '=') return value === Number(end)
  if (operator === '>=') return value >= Number(end)
  return operator === '<' ? value < Number(end) : value <= Number(end)
}

test('every value is counted once, in the bin whose query finds it', () => {
  const sample = fc.oneof(
    fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1 }),
    fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 60 }),
  )
  fc.assert(
    fc.property(sample, (values) => {
      const bins = binsOf(values)

      const found = bins.map(
        ({ terms }) => values.filter((value) => terms.every((term) => holds(term, value))).length,
      )

      expect(countsIn(bins, values)).toEqual(found)
      expect(found.reduce((sum, count) => sum + count, 0)).toBe(values.length)
      expect(bins.length).toBeLessThanOrEqual(32)
    }),
  )
})
