import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  against,
  average,
  batches,
  episode,
  expectClose,
  likes,
  overTurns,
  pairwiseDeviation,
  returnFrom,
  returning,
  rowsOf,
  eighthShare as share,
} from './advantages.suite.ts'
import type { CreditEpisode } from './episode.ts'
import { grpo, igpo, mtGrpo, reBn, reinforcePlusPlus, turnReturns } from './index.ts'
import { returnsToGo } from './turn-members.ts'

describe('reinforce-pp', () => {
  test('whitens returns to go over tokens, by numbers that were worked out by hand', () => {
    const batch = [episode([1, 2], { tokens: [1, 2] }), episode([0], { tokens: [1], group: 'h' })]

    const credit = reinforcePlusPlus(batch, { gamma: 0.5, epsilon: 0 })

    // Tokens are worth 2, 2, 2 and 0: mean 1.5, variance 1.
    expectClose(credit, [[0.5, 0.5, 0.5], [-1.5]])
  })

  test('agrees with a mean and a deviation of all tokens', () => {
    fc.assert(
      fc.property(batches(), share, (batch, gamma) => {
        const raw = overTurns(batch, (one, turn) => returnFrom(one.rewards ?? [], turn, gamma))
        const tokens = raw.flatMap((row) => row ?? [])
        const divisor = Math.sqrt(pairwiseDeviation(tokens) ** 2 + 0.01)

        expectClose(
          reinforcePlusPlus(batch, { gamma, epsilon: 0.01 }),
          raw.map((row) => row?.map((value) => against(value, tokens, divisor)) ?? null),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('subtracts the mean of the group first where it has a baseline', () => {
    const batch = [
      episode([3], { tokens: [3] }),
      episode([1], { tokens: [1] }),
      ...returning([5, 5], 'same'),
      ...returning([9], 'lone'),
    ]

    const credit = reinforcePlusPlus(batch, { baseline: 'group', epsilon: 0 })

    const tokens = [1, 1, 1, -1, 0, 0, 0]
    const deviation = pairwiseDeviation(tokens)
    const [high, low] = [1, -1].map((value) => (value - average(tokens)) / deviation)
    expectClose(credit, [[high, high, high].map(Number), [Number(low)], [0], [0], [0]])
    expect(rowsOf(credit).slice(2)).toEqual([[0], [0], [0]])
  })

  test('discounts the return of a group baseline by turn', () => {
    const batch = [episode([0, 4]), episode([1]), episode([0])]

    const credit = reinforcePlusPlus(batch, { baseline: 'group', gamma: 0.5, epsilon: 0 })

    // Returns are 2, 1 and 0, tokens 1, 1, 0 and -1 above their mean.
    const deviation = pairwiseDeviation([1, 1, 0, -1])
    const [high = 0, middle = 0, low = 0] = [1, 0, -1].map((value) => (value - 0.25) / deviation)
    expectClose(credit, [[high, high], [middle], [low]])
  })
})

describe('rebn', () => {
  test('takes each turn once, however many tokens it has', () => {
    const batch = [episode([0, 4], { tokens: [5, 1] }), episode([0], { tokens: [2] })]

    const credit = reBn(batch, { gamma: 0.5, epsilon: 0 })

    // Turns are worth 2, 4 and 0: mean 2, population deviation √(8/3).
    const unit = 2 / Math.sqrt(8 / 3)
    expectClose(credit, [
      [0, 0, 0, 0, 0, unit],
      [-unit, -unit],
    ])
  })

  test('agrees with a mean and a deviation of all turns', () => {
    fc.assert(
      fc.property(batches(), share, (batch, gamma) => {
        const peers = likes(batch, gamma, () => true)
        const divisor = pairwiseDeviation(peers, 0) + 1e-9

        expectClose(
          reBn(batch, { gamma }),
          overTurns(batch, (one, turn) =>
            against(returnFrom(one.rewards ?? [], turn, gamma), peers, divisor),
          ),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('turn-returns', () => {
  test('compares a turn with the same turn of its group, or with all of them', () => {
    fc.assert(
      fc.property(batches(), share, fc.constantFrom('turn', 'group'), (batch, gamma, by) => {
        const options = { gamma, by, epsilon: 0.5 } as const

        expectClose(
          turnReturns(batch, options),
          overTurns(batch, (one, turn) => {
            const peers = likes(
              batch,
              gamma,
              (other, t) => other.group === one.group && (by === 'group' || t === turn),
            )
            const divisor = pairwiseDeviation(peers) + 0.5
            return against(returnFrom(one.rewards ?? [], turn, gamma), peers, divisor)
          }),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('is GRPO where one reward comes at the end of episodes of one length', () => {
    const batch = [1, 0, 0.5].map((reward) => episode([0, 0, reward], { tokens: [2, 1, 1] }))

    expectClose(turnReturns(batch), grpo(batch))
    expectClose(turnReturns(batch, { mode: 'mean_norm' }), grpo(batch, { scale: 'none' }))
  })
})

describe('mt-grpo', () => {
  test('adds the turn advantage before the first result, and only there', () => {
    const batch = [
      episode([1, 0, 2], { tokens: [2, 1, 1] }),
      episode([0, 0, 0], { tokens: [1, 1, 1] }),
    ]

    const credit = mtGrpo(batch, { lambda: 0.5, epsilon: 0 })

    // Both the outcome (2, 0) and the turn reward (1, 0) are ±1/√2 once they are normalised.
    const unit = Math.SQRT1_2
    expectClose(credit, [
      [1.5 * unit, 1.5 * unit, unit, unit],
      [-1.5 * unit, -unit, -unit],
    ])
  })

  test('gives an episode that had no result the combined advantage', () => {
    const batch = [episode([1, 1]), episode([0, 3]), episode([1])]

    const credit = mtGrpo(batch, { epsilon: 0 })

    const normal = (values: readonly number[]) =>
      values.map((value) => (value - average(values)) / pairwiseDeviation(values))
    const [outcome, turn, combined] = [normal([1, 3, 1]), normal([1, 0, 0]), normal([2, 3, 1])]
    const sum = (place: number) => (outcome[place] ?? 0) + (turn[place] ?? 0)
    expectClose(credit, [[sum(0), outcome[0] ?? 0], [sum(1), outcome[1] ?? 0], [combined[2] ?? 0]])
  })

  test('takes the first turn of the policy for the first one, where something else opened', () => {
    const opened = [1, 0].map((reward) => episode([0, reward, reward], { tokens: [0, 1, 1] }))
    const plain = [1, 0].map((reward) => episode([reward, reward]))

    expectClose(mtGrpo(opened), mtGrpo(plain))
  })
})

describe('igpo', () => {
  const batch = [episode([1, 0, 4], { tokens: [1, 2, 1] }), episode([3, 0])]

  test('normalises the rewards of the group together and carries them back', () => {
    const credit = igpo(batch, { gamma: 0.5, epsilon: 0 })

    const rewards = [1, 0, 4, 3, 0]
    const deviation = pairwiseDeviation(rewards, 0)
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = rewards.map((reward) => (reward - 1.6) / deviation)
    expectClose(credit, [
      [a + b / 2 + c / 4, b + c / 2, b + c / 2, c],
      [d + e / 2, e],
    ])
  })

  test('keeps last turns apart, or turns of different number', () => {
    const separate = igpo(batch, { grouping: 'separate', mode: 'mean_norm' })
    const position = igpo(batch, { grouping: 'position', mode: 'mean_norm' })

    // Last: 4, 0. Others: 1, 0, 3, mean 4/3. By position: 1, 3 and 0, 0 and 4 alone.
    expectClose(separate, [
      [1 / 3, 2 / 3, 2 / 3, 2],
      [-1 / 3, -2],
    ])
    expectClose(position, [
      [-1, 0, 0, 0],
      [1, 0],
    ])
  })

  test('agrees with sums that are written out', () => {
    const groupings = fc.constantFrom('joint', 'separate', 'position')
    fc.assert(
      fc.property(batches(), share, groupings, (all, gamma, grouping) => {
        const isPeer = (one: CreditEpisode, turn: number, other: CreditEpisode, t: number) => {
          if (one.group !== other.group) return false
          const [last, otherLast] = [one, other].map(({ tokens }) => tokens.length - 1)
          if (grouping === 'separate') return (turn === last) === (t === otherLast)
          return grouping === 'joint' || turn === t
        }
        const normal = (one: CreditEpisode, turn: number) => {
          const peers = all.flatMap((other) =>
            (other.rewards ?? []).filter((_, t) => isPeer(one, turn, other, t)),
          )
          return against(one.rewards?.[turn] ?? 0, peers, pairwiseDeviation(peers, 0) + 0.5)
        }

        expectClose(
          igpo(all, { gamma, grouping, epsilon: 0.5 }),
          overTurns(all, (one, turn) =>
            returnFrom(
              one.tokens.map((_, t) => normal(one, t)),
              turn,
              gamma,
            ),
          ),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('has a signal where all outcomes are equal and only the way there differs', () => {
    const sameEnd = [episode([0.5, -0.5, 0]), episode([0, 0, 0])]

    expect(rowsOf(grpo(sameEnd)).flat()).toEqual([0, 0, 0, 0, 0, 0])
    expect(
      rowsOf(igpo(sameEnd))
        .flat()
        .some((value) => value !== 0),
    ).toBe(true)
  })
})

test('no return crosses a cut, and without cuts nothing changes', () => {
  expect([...returnsToGo([1, 2, 4, 8], 0.5, [false, true, false, false])]).toEqual([2, 2, 8, 8])
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 })),
      fc.nat(40),
      share,
      (rewards, at, gamma) => {
        const cuts = rewards.map((_, turn) => turn === at)
        const cut = returnsToGo(rewards, gamma, cuts)

        expect([...cut]).toEqual([
          ...returnsToGo(rewards.slice(0, at + 1), gamma),
          ...returnsToGo(rewards.slice(at + 1), gamma),
        ])
      },
    ),
  )
})
