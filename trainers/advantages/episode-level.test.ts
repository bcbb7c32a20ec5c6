import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  average,
  batches,
  episode,
  expectClose,
  firstOf,
  pairwiseDeviation,
  returning,
  rowsOf,
  totalOf,
} from './advantages.suite.ts'
import type { CreditEpisode } from './episode.ts'
import { gdpo, grpo, maxRl, opo, remax, rloo } from './index.ts'

const lengthOf = ({ tokens }: CreditEpisode) => tokens.reduce((sum, count) => sum + count, 0)
const scoredLike = (all: readonly CreditEpisode[], one: CreditEpisode) =>
  all.filter(({ group, rewards }) => group === one.group && rewards !== null)
const equal = (values: readonly number[]) => new Set(values).size < 2

/** A number for each episode, spread over its tokens by hand. */
const overTokens = (all: readonly CreditEpisode[], of: (one: CreditEpisode) => number) =>
  all.map((one) => (one.rewards === null ? null : new Array<number>(lengthOf(one)).fill(of(one))))

describe('grpo', () => {
  test('gives numbers that were worked out by hand, on every token of an episode', () => {
    const batch = [
      episode([1, 2], { tokens: [2, 1] }),
      episode([1], { tokens: [1] }),
      episode([0, 0, 2], { tokens: [1, 0, 2] }),
    ]

    expectClose(grpo(batch, { epsilon: 0.25 }), [[0.8, 0.8, 0.8], [-0.8], [0, 0, 0]])
    const population = Math.sqrt(2 / 3)
    expectClose(grpo(batch, { epsilon: 0, ddof: 0 }), [
      [1 / population, 1 / population, 1 / population],
      [-1 / population],
      [0, 0, 0],
    ])
    expect(rowsOf(grpo(batch, { scale: 'none' }))).toEqual([[1, 1, 1], [-1], [0, 0, 0]])
  })

  test('divides by the deviation of all returns where the batch scales', () => {
    const batch = [...returning([3, 1, 2]), ...returning([10, 10], 'other')]

    const credit = grpo(batch, { scale: 'batch', epsilon: 0.5 })

    const divisor = Math.sqrt(19.7) + 0.5
    expectClose(credit, [[1 / divisor], [-1 / divisor], [0], [0], [0]])
  })

  test('has 1e-6 and n - 1 by default', () => {
    expectClose(grpo(returning([1, 0])), [
      [0.5 / (Math.SQRT1_2 + 1e-6)],
      [-0.5 / (Math.SQRT1_2 + 1e-6)],
    ])
  })

  test('agrees with a mean and a deviation from all pairs', () => {
    fc.assert(
      fc.property(batches(), fc.constantFrom<0 | 1>(0, 1), (batch, ddof) => {
        const credit = grpo(batch, { ddof, epsilon: 1e-3 })

        expectClose(
          credit,
          overTokens(batch, (one) => {
            const returns = scoredLike(batch, one).map(totalOf)
            if (equal(returns)) return 0
            return (totalOf(one) - average(returns)) / (pairwiseDeviation(returns, ddof) + 1e-3)
          }),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('rloo', () => {
  test('subtracts the mean of the others', () => {
    expectClose(rloo(returning([1, 2, 6])), [[-3], [-1.5], [4.5]])

    fc.assert(
      fc.property(batches(), (batch) => {
        expectClose(
          rloo(batch),
          overTokens(batch, (one) => {
            const others = scoredLike(batch, one).filter((other) => other !== one)
            return others.length === 0 ? 0 : totalOf(one) - average(others.map(totalOf))
          }),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('divides by the deviation of all advantages where it normalises', () => {
    const batch = [...returning([0, 1]), ...returning([5, 5], 'other')]

    const credit = rloo(batch, { normalise: true, epsilon: 0.1 })

    const divisor = pairwiseDeviation([-1, 1, 0, 0]) + 0.1
    expectClose(credit, [[-1 / divisor], [1 / divisor], [0], [0]])
    expect(rowsOf(credit).slice(2)).toEqual([[0], [0]])
  })
})

describe('opo', () => {
  test('subtracts the mean of returns weighted by tokens', () => {
    const batch = [episode([4], { tokens: [3] }), episode([0], { tokens: [1] })]

    expectClose(opo(batch), [[1, 1, 1], [-3]])
  })

  test('is what one mean over all tokens of the group gives', () => {
    fc.assert(
      fc.property(batches(), (batch) => {
        expectClose(
          opo(batch),
          overTokens(batch, (one) => {
            const members = scoredLike(batch, one)
            if (equal(members.map(totalOf))) return 0
            const perToken = members.flatMap((other) =>
              new Array<number>(lengthOf(other)).fill(totalOf(other)),
            )
            return totalOf(one) - average(perToken)
          }),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('survives a group in which nobody drew a token', () => {
    const silent = [1, 2].map((reward) => episode([reward], { tokens: [0] }))

    expect(rowsOf(opo(silent))).toEqual([[], []])
  })
})

describe('max-rl', () => {
  test('divides by the mean return: a group with one success of n gives n - 1 and -1', () => {
    expectClose(maxRl(returning([1, 0, 0, 0]), { epsilon: 0 }), [[3], [-1], [-1], [-1]])
    expectClose(maxRl(returning([1, 0]), { epsilon: 0.5 }), [[0.5], [-0.5]])
  })

  test('refuses a negative return', () => {
    expect(() => maxRl(returning([1, -1]))).toThrow(
      'Cannot compute advantages with max-rl: a return is -1',
    )
  })
})

describe('remax', () => {
  test('gives each turn what came from it on, minus the greedy return', () => {
    const batch = [
      episode([1, 0, 2], { tokens: [1, 0, 2], greedyReturn: 1.5 }),
      episode([1, 2], { greedyReturn: null }),
      episode(null, { greedyReturn: 1.5 }),
    ]

    expect(rowsOf(remax(batch))).toEqual([[1.5, 0.5, 0.5], [0, 0], null])
  })

  test('refuses an episode without a greedy return', () => {
    expect(() => remax([episode([1])])).toThrow('an episode has no greedy return')
  })
})

describe('gdpo', () => {
  const withParts = (solved: number, format: number, group = 'g') =>
    episode([solved + format], { group, parts: { solved: [solved], format: [format] } })

  test('normalises each part in its group, weighs, adds and divides by the deviation of the batch', () => {
    const batch = [
      withParts(1, 0),
      withParts(0, 10),
      withParts(5, 5, 'same'),
      withParts(5, 5, 'same'),
    ]

    const credit = gdpo(batch, { weights: { format: 0.25 }, epsilon: 0 })

    // Parts are ±1/√2 whatever their size: sums are ±0.75/√2 and 0, 0.
    const sum = 0.75 * Math.SQRT1_2
    const deviation = Math.sqrt((2 * sum ** 2) / 3)
    expectClose(credit, [[sum / deviation], [-sum / deviation], [0], [0]])
    expect(rowsOf(credit).slice(2)).toEqual([[0], [0]])
  })

  test('tells combinations apart that have one sum, as its paper shows for two binary rewards', () => {
    const credit = gdpo([withParts(1, 1), withParts(1, 0), withParts(0, 0)], { epsilon: 0 })

    const [both, one, none] = firstOf(credit)
    expect(both).toBeGreaterThan(one ?? 0)
    expect(one).toBeGreaterThan(none ?? 0)
  })

  test('leaves an episode out of the part that it does not have', () => {
    const batch = [withParts(1, 1), withParts(0, 0), episode([1], { parts: { solved: [1] } })]

    const solved = [1, 0, 1].map((x) => (x - 2 / 3) / pairwiseDeviation([1, 0, 1]))
    const format = [Math.SQRT1_2, -Math.SQRT1_2, 0]
    const sums = solved.map((value, place) => value + (format[place] ?? 0))
    const deviation = pairwiseDeviation(sums)
    expectClose(
      gdpo(batch, { epsilon: 0 }),
      sums.map((sum) => [sum / deviation]),
    )
  })

  test('refuses episodes without parts, and weights of parts that there are not', () => {
    expect(() => gdpo(returning([1, 0]))).toThrow('no named parts')
    expect(() => gdpo([withParts(1, 0)], { weights: { speed: 1 } })).toThrow(
      'Cannot weigh the part speed of the reward: there is none of that name (parts: format, solved)',
    )
  })
})
