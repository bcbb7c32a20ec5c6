import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  boundedInterval,
  mean,
  meanInterval,
  pairedDifference,
  passAtK,
  passHatK,
  percentile,
  standardDeviation,
  studentT95,
  wilson,
} from './statistics.ts'

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

test('t quantiles agree with published tables', () => {
  // Two-sided 5 %, as tables of Student's t print them.
  const published = [
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [10, 2.228],
    [15, 2.131],
    [20, 2.086],
    [29, 2.045],
    [30, 2.042],
    [60, 2],
    [120, 1.98],
  ] as const

  for (const [df, quantile] of published) expect(studentT95(df)).toBeCloseTo(quantile, 3)
  expect(studentT95(1)).toBeCloseTo(Math.tan(0.475 * Math.PI), 10)
  expect(studentT95(100_000)).toBeCloseTo(1.95996, 4)
  expect(() => studentT95(0)).toThrow(RangeError)
  expect(() => studentT95(2.5)).toThrow(RangeError)
})

test('t quantiles fall towards the normal one with every degree of freedom', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), (df) => {
      expect(studentT95(df)).toBeGreaterThan(studentT95(df + 1))
      expect(studentT95(df + 1)).toBeGreaterThan(1.9599)
    }),
  )
})

const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
  minLength: 2,
  maxLength: 40,
})

test('the interval of independent values is the ordinary one of t', () => {
  fc.assert(
    fc.property(values, (sample) => {
      const interval = meanInterval(sample)
      const error = (standardDeviation(sample) ?? Number.NaN) / Math.sqrt(sample.length)

      expect(interval?.standardError).toBeCloseTo(error, 10)
      expect(interval?.mean).toBe(mean(sample))
      expect(interval?.high ?? interval?.mean).toBeCloseTo(
        (mean(sample) ?? 0) + studentT95(sample.length - 1) * error,
        10,
      )
    }),
  )
})

test('the interval of equal clusters is that of their means', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 5 }), (sample, size) => {
      const clusters = sample.map((value) => Array.from({ length: size }, (_, i) => value + i))
      const whole = meanInterval(clusters.flat(), (index) => Math.floor(index / size))
      const ofMeans = meanInterval(clusters.flatMap((cluster) => mean(cluster) ?? []))

      expect(whole?.clusters).toBe(sample.length)
      expect(whole?.low === null).toBe(ofMeans?.low === null)
      expect(whole?.low ?? 0).toBeCloseTo(ofMeans?.low ?? 0, 9)
      expect(whole?.high ?? 0).toBeCloseTo(ofMeans?.high ?? 0, 9)
    }),
  )
})

test('values that agree have no interval: one of no width would look certain', () => {
  expect(meanInterval([0.1, 0.1, 0.1])).toMatchObject({ standardError: 0, low: null, high: null })
})

test('an interval is cut at what can be', () => {
  const interval = { low: -0.2, high: 1.4 }

  expect(boundedInterval(interval, 0, 1)).toEqual({ low: 0, high: 1 })
  expect(boundedInterval({ low: null, high: null }, 0, 1)).toEqual({ low: null, high: null })
})

test('a single cluster has a mean and no interval, and nothing has neither', () => {
  expect(meanInterval([1, 3], () => 'one')).toEqual({
    mean: 2,
    standardError: null,
    low: null,
    high: null,
    values: 2,
    clusters: 1,
  })
  expect(meanInterval([])).toBeNull()
  expect(pairedDifference([])).toBeNull()
})

test('paired differences give the textbook interval, wins, losses and ties', () => {
  // Differences 1, 2, 3, 0, -1: mean 1, deviation sqrt(2.5), so the error is sqrt(0.5).
  const pairs = [1, 2, 3, 0, -1].map((gain, index) => ({
    before: index,
    after: index + gain,
    cluster: `task ${index}`,
  }))

  const difference = pairedDifference(pairs)

  expect(difference).toMatchObject({ mean: 1, values: 5, clusters: 5, wins: 3, losses: 1, ties: 1 })
  expect(difference?.standardError).toBeCloseTo(Math.sqrt(0.5), 12)
  expect(difference?.low).toBeCloseTo(1 - 2.776445 * Math.sqrt(0.5), 5)
  expect(difference?.high).toBeCloseTo(1 + 2.776445 * Math.sqrt(0.5), 5)
})

test('the paired difference turns its sign with the sides', () => {
  const pair = fc.record({
    before: fc.double({ min: -5, max: 5, noNaN: true }),
    after: fc.double({ min: -5, max: 5, noNaN: true }),
    cluster: fc.constantFrom('a', 'b', 'c'),
  })
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const there = pairedDifference(pairs)
      const back = pairedDifference(
        pairs.map(({ before, after, cluster }) => ({ before: after, after: before, cluster })),
      )

      expect(back?.mean).toBeCloseTo(-(there?.mean ?? 0), 10)
      expect(back?.standardError ?? 0).toBeCloseTo(there?.standardError ?? 0, 10)
      expect([back?.wins, back?.losses, back?.ties]).toEqual([
        there?.losses,
        there?.wins,
        there?.ties,
      ])
    }),
  )
})
