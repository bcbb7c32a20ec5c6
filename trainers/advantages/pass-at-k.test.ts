import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  eighths,
  episode,
  expectClose,
  firstOf,
  pairwiseDeviation,
  returning,
  rowsOf,
} from './advantages.suite.ts'
import { passAtK, pkpo } from './index.ts'

/** All subsets of k of the numbers below n. */
function subsets(n: number, k: number, from = 0): readonly (readonly number[])[] {
  if (k === 0) return [[]]
  const found: (readonly number[])[] = []
  for (let first = from; first <= n - k; first++) {
    for (const rest of subsets(n, k - 1, first + 1)) found.push([first, ...rest])
  }
  return found
}

const best = (returns: readonly number[], places: readonly number[]) =>
  Math.max(...places.map((place) => returns[place] ?? 0))

/** What each member adds to the best of each subset that it is in. */
function byAllSubsets(returns: readonly number[], k: number): readonly number[] {
  const all = subsets(returns.length, k)
  return returns.map((_, member) => {
    let added = 0
    for (const subset of all) {
      if (!subset.includes(member)) continue
      const others = subset.filter((place) => place !== member)
      added += best(returns, subset) - best(returns, others)
    }
    return (returns.length * added) / all.length
  })
}

describe('pass-at-k', () => {
  test('credits the best episode alone, with its lead over the second', () => {
    const batch = [...returning([0.25, 2, 1]), ...returning([1, 1, 0], 'shared')]

    const divisor = pairwiseDeviation([0.25, 2, 1]) + 0.5
    expectClose(passAtK(batch, { epsilon: 0.5 }), [[0], [1 / divisor], [0], [0], [0], [0]])
    expect(firstOf(passAtK(batch, { scale: 'none' }))).toEqual([0, 1, 0, 0, 0, 0])
  })
})

describe('pkpo', () => {
  test('is the mean over all subsets of what a member adds to the best of its subset', () => {
    fc.assert(
      fc.property(
        fc.array(eighths(), { minLength: 2, maxLength: 7 }),
        fc.integer({ min: 2, max: 7 }),
        (returns, wanted) => {
          const k = Math.min(wanted, returns.length)

          const credit = pkpo(returning(returns), { k })

          expectClose(
            credit,
            byAllSubsets(returns, k).map((value) => [value]),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  test('is unbiased: over all samples of a small policy it is the gradient of the best of k', () => {
    const chances = [0.5, 0.3, 0.2]
    const rewards = [0, 1, 2.5]
    const [n, k] = [4, 3]
    const tuples = (length: number): readonly (readonly number[])[] =>
      length === 0 ? [[]] : tuples(length - 1).flatMap((rest) => [0, 1, 2].map((x) => [...rest, x]))
    const chanceOf = (drawn: readonly number[]) =>
      drawn.reduce((product, x) => product * (chances[x] ?? 0), 1)
    /** ∂ log p(x) / ∂ logit of a softmax. */
    const slope = (x: number, logit: number) => (x === logit ? 1 : 0) - (chances[logit] ?? 0)

    for (const logit of [0, 1, 2]) {
      let exact = 0
      for (const drawn of tuples(k)) {
        const score = drawn.reduce((sum, x) => sum + slope(x, logit), 0)
        exact += chanceOf(drawn) * Math.max(...drawn.map((x) => rewards[x] ?? 0)) * score
      }
      let estimated = 0
      for (const drawn of tuples(n)) {
        const credit = firstOf(pkpo(returning(drawn.map((x) => rewards[x] ?? 0)), { k }))
        const step = drawn.reduce((sum, x, at) => sum + (credit[at] ?? 0) * slope(x, logit), 0)
        estimated += (chanceOf(drawn) * step) / n
      }
      expect(estimated).toBeCloseTo(exact, 10)
    }
  })

  test('pays a lone success among n its chance of being in a subset, times n: k', () => {
    expectClose(pkpo(returning([0, 1, 0, 0, 0]), { k: 3 }), [[0], [3], [0], [0], [0]])
  })

  test('stays in range for large groups', () => {
    const returns = Array.from({ length: 2000 }, (_, at) => (at < 1000 ? 0 : 1))

    const credit = firstOf(pkpo(returning(returns), { k: 500 }))

    expect(credit.every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
  })

  test('has k of the members that are scored where too many are not', () => {
    const batch = [...returning([0, 1]), episode(null)]

    expect(rowsOf(pkpo(batch, { k: 3 }))).toEqual([[0], [2], null])
  })

  test('refuses groups that are smaller than k', () => {
    expect(() => pkpo(returning([0, 1]), { k: 3 })).toThrow('a group has 2 episodes and k is 3')
  })
})
