import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { estimateMean, ndcg, recall, reciprocalRank } from './metrics.ts'

const judgements = new Map([
  ['a', 2],
  ['b', 1],
  ['c', 1],
  ['no', 0],
  ['worse', -1],
])

test('nDCG discounts graded gains by the logarithm of the rank', () => {
  const ideal = 2 / Math.log2(2) + 1 / Math.log2(3) + 1 / Math.log2(4)

  expect(ndcg(['b', 'x', 'a', 'no', 'c'], judgements, 10)).toBeCloseTo(
    (1 + 2 / Math.log2(4) + 1 / Math.log2(6)) / ideal,
    12,
  )
  expect(ndcg(['b', 'x', 'a', 'no', 'c'], judgements, 2)).toBeCloseTo(
    1 / (2 + 1 / Math.log2(3)),
    12,
  )
  expect(ndcg(['a', 'c', 'b'], judgements, 10)).toBe(1)
  expect(ndcg(['worse', 'a', 'b', 'c'], judgements, 1)).toBe(0)
  expect(ndcg([], judgements, 10)).toBe(0)
  expect(ndcg(['a'], new Map([['a', 0]]), 10)).toBe(0)
})

test('recall counts what is relevant among the first k', () => {
  expect(recall(['x', 'a', 'no', 'b'], judgements, 4)).toBeCloseTo(2 / 3, 12)
  expect(recall(['x', 'a', 'no', 'b'], judgements, 2)).toBeCloseTo(1 / 3, 12)
  expect(recall(['a', 'b', 'c'], judgements, 1_000_000)).toBe(1)
  expect(recall(['a'], new Map(), 10)).toBe(0)
})

test('reciprocal rank is that of the first relevant page within k', () => {
  expect(reciprocalRank(['x', 'no', 'c', 'a'], judgements, 10)).toBeCloseTo(1 / 3, 12)
  expect(reciprocalRank(['x', 'no', 'c', 'a'], judgements, 2)).toBe(0)
  expect(reciprocalRank([], judgements, 10)).toBe(0)
})

test('every measure lies in 0 to 1, and is 1 for the ideal ranking', () => {
  const judged = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -2, max: 4 })), {
      selector: ([page]) => page,
      minLength: 1,
    })
    .filter((pairs) => pairs.some(([, gain]) => gain > 0))
  fc.assert(
    fc.property(judged, fc.uniqueArray(fc.integer({ min: 0, max: 40 })), (pairs, ranking) => {
      const all = new Map(pairs)
      const ideal = pairs.toSorted(([, a], [, b]) => b - a).map(([page]) => page)
      for (const measure of [ndcg, recall, reciprocalRank]) {
        const value = measure(ranking, all, 10)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1 + 1e-12)
        expect(measure(ideal, all, 100)).toBeCloseTo(1, 12)
      }
    }),
  )
})

test('the interval holds the mean, is that of the normal theory, and repeats', () => {
  const rng = createRng(5)
  const values = Array.from({ length: 400 }, () => rng.float())

  const { mean, low, high } = estimateMean(values)

  // 1.96 standard errors of a uniform distribution.
  const half = (1.96 * Math.sqrt(1 / 12)) / Math.sqrt(400)
  expect(low).toBeLessThan(mean)
  expect(high).toBeGreaterThan(mean)
  expect((high - low) / 2).toBeCloseTo(half, 2)
  expect(estimateMean(values)).toEqual({ mean, low, high })
  expect(estimateMean(values, 1).low).not.toBe(low)
  expect(estimateMean([0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 })
  expect(() => estimateMean([])).toThrow('Cannot take the mean of no values')
})
