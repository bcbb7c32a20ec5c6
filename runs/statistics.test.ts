import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mean, passAtK, passHatK, percentile, standardDeviation, wilson } from './statistics.ts'

/** n episodes of which c succeed, and a k that fits. */
const counts = fc
  .integer({ min: 1, max: 9 })
  .chain((n) =>
    fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n }), fc.integer({ min: 1, max: n })),
  )

/** Every choice of k out of n episodes, the first c of which succeed. */
function subsets(n: number, c: number, k: number): boolean[][] {
  const choose = (from: number, left: number): boolean[][] => {
    if (left === 0) return [[]]
    if (n - from < left) return []
    const taken = choose(from + 1, left - 1).map((rest) => [from < c, ...rest])
    return [...taken, ...choose(from + 1, left)]
  }
  return choose(0, k)
}

const share = (all: boolean[][], holds: (subset: boolean[]) => boolean) =>
  all.filter(holds).length / all.length

test('pass@k is the share of subsets of k with a success', () => {
  fc.assert(
    fc.property(counts, ([n, c, k]) => {
      const expected = share(subsets(n, c, k), (subset) => subset.some(Boolean))
      expect(passAtK(n, c, k)).toBeCloseTo(expected, 12)
    }),
  )
})

test('pass^k is the share of subsets of k that succeed throughout', () => {
  fc.assert(
    fc.property(counts, ([n, c, k]) => {
      const expected = share(subsets(n, c, k), (subset) => subset.every(Boolean))
      expect(passHatK(n, c, k)).toBeCloseTo(expected, 12)
    }),
  )
})

test('pass@k and pass^k stay finite for large groups and refuse a k beyond them', () => {
  expect(passAtK(10_000, 5_000, 5_000)).toBe(1)
  expect(passHatK(10_000, 5_000, 5_000)).toBe(0)
  expect(() => passAtK(4, 2, 5)).toThrow(RangeError)
})

test('the Wilson interval agrees with published values', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const

  for (const [successes, trials, low, high] of published) {
    const interval = wilson(successes, trials)
    expect(interval?.low).toBeCloseTo(low, 4)
    expect(interval?.high).toBeCloseTo(high, 4)
  }
})

test('the Wilson interval lies in [0, 1] and holds the rate', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, p) => {
        const successes = Math.round(n * p)
        const { low, high } = wilson(successes, n) ?? { low: 2, high: -1 }
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(successes / n)
        expect(high).toBeGreaterThanOrEqual(successes / n)
      },
    ),
  )
})

test('nothing has no mean, no deviation, no percentile and no interval', () => {
  expect([mean([]), standardDeviation([1]), percentile([], 0.5), wilson(0, 0)]).toEqual([
    null,
    null,
    null,
    null,
  ])
})

test('percentiles are nearest ranks', () => {
  const values = [5, 1, 4, 2, 3]

  expect([0, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 3, 5, 5])
  expect(standardDeviation([2, 4])).toBeCloseTo(Math.SQRT2)
})
