import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  average,
  batches,
  episode,
  expectClose,
  returnFrom,
  eighthShare as share,
  valuesFor,
} from './advantages.suite.ts'
import type { CreditEpisode } from './episode.ts'
import { gae } from './index.ts'

const turnOf = ({ tokens }: CreditEpisode) =>
  tokens.flatMap((count, turn) => new Array<number>(count).fill(turn))

/** Σ_u (Π of decays from t to u) δ_u, each of them written out. */
function byDefinition(
  one: CreditEpisode,
  values: ArrayLike<number>,
  gamma: number,
  lambda: number,
) {
  const turns = turnOf(one)
  const rewards = one.rewards ?? []
  const errors = turns.map((turn, t) => {
    const next = turns[t + 1]
    if (next === turn) return (values[t + 1] ?? 0) - (values[t] ?? 0)
    const earned = returnFrom(rewards.slice(turn, next ?? rewards.length), 0, gamma)
    const after = next === undefined ? 0 : gamma ** (next - turn) * (values[t + 1] ?? 0)
    return earned + after - (values[t] ?? 0)
  })
  return turns.map((_, t) => {
    let sum = 0
    let decay = 1
    for (let u = t; u < turns.length; u++) {
      sum += decay * (errors[u] ?? 0)
      const turnsOn = (turns[u + 1] ?? 0) - (turns[u] ?? 0)
      if (turnsOn > 0) decay *= lambda * gamma ** turnsOn
    }
    return sum
  })
}

describe('gae', () => {
  test('gives numbers that were worked out by hand, across an observation', () => {
    const batch = [episode([1, 2], { tokens: [2, 1] })]
    const values = [Float64Array.of(0.5, 0.25, 1)]
    const options = { gamma: 0.5, lambda: 0.5, whiten: false } as const

    const byTurn = gae(batch, values, options)
    const byToken = gae(batch, values, { ...options, discount: 'token' })

    // Last token: 2 - 1. Before it: 1 + 0.5 · 1 - 0.25 + 0.25 · 1. First: 0.25 - 0.5 + 1.5.
    expectClose(byTurn.advantages, [[1.25, 1.5, 1]])
    expectClose(byTurn.returns, [[1.75, 1.75, 2]])
    // First: 0.5 · 0.25 - 0.5 + 0.25 · 1.5.
    expectClose(byToken.advantages, [[0, 1.5, 1]])
    expectClose(byToken.returns, [[0.5, 1.75, 2]])
  })

  test('takes the reward of a turn in which something else acted back to the token before it', () => {
    const batch = [episode([8, 1, 4, 2], { tokens: [0, 1, 0, 1] })]
    const zeros = [new Float64Array(2)]

    const { advantages } = gae(batch, zeros, { gamma: 0.5, lambda: 1, whiten: false })
    const oneStep = gae(batch, zeros, { gamma: 0.5, lambda: 0, whiten: false })

    expectClose(advantages, [[1 + 0.5 * 4 + 0.25 * 2, 2]])
    expectClose(oneStep.advantages, [[1 + 0.5 * 4, 2]])
  })

  test('agrees with its definition as a sum, by turn', () => {
    fc.assert(
      fc.property(batches(), share, share, (batch, gamma, lambda) => {
        const values = valuesFor(batch)

        const { advantages, returns } = gae(batch, values, { gamma, lambda, whiten: false })

        const expected = batch.map((one, place) => {
          const row = values[place]
          return row ? byDefinition(one, row, gamma, lambda) : null
        })
        expectClose(advantages, expected)
        expectClose(
          returns,
          expected.map((row, place) => row?.map((a, t) => a + (values[place]?.[t] ?? 0)) ?? null),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('is the discounted return minus the value where lambda is 1', () => {
    fc.assert(
      fc.property(batches({ leastTokens: 1 }), share, (batch, gamma) => {
        const values = valuesFor(batch)

        const { advantages } = gae(batch, values, { gamma, lambda: 1, whiten: false })

        expectClose(
          advantages,
          batch.map((one, place) => {
            const { rewards } = one
            if (!rewards) return null
            return turnOf(one).map(
              (k, t) => returnFrom(rewards, k, gamma) - (values[place]?.[t] ?? 0),
            )
          }),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('counts drawn tokens only where it discounts by token', () => {
    const split = [episode([0, 0, 1], { tokens: [2, 0, 2] })]
    const whole = [episode([1], { tokens: [4] })]
    const values = [Float64Array.of(0.1, 0.2, 0.3, 0.4)]
    const options = { gamma: 0.9, lambda: 0.8, discount: 'token', whiten: false } as const

    expectClose(gae(split, values, options).advantages, gae(whole, values, options).advantages)
  })

  test('whitens the advantages over all scored tokens and leaves the returns', () => {
    const batch = [episode([1, 2], { tokens: [2, 1] }), episode(null), episode([0])]
    const values = valuesFor(batch)

    const plain = gae(batch, values, { whiten: false })
    const white = gae(batch, values)

    const raw = plain.advantages.flatMap((row) => [...(row ?? [])])
    const variance = raw.reduce((sum, a) => sum + (a - average(raw)) ** 2, 0) / 3
    expectClose(
      white.advantages,
      plain.advantages.map(
        (row) => row && [...row].map((a) => (a - average(raw)) / Math.sqrt(variance + 1e-8)),
      ),
    )
    expectClose(white.returns, plain.returns)
  })

  test('refuses values that are not those of its tokens', () => {
    expect(() => gae([episode([1])], [new Float64Array(3)])).toThrow(
      'an episode of 1 tokens has 3 values',
    )
    expect(() => gae([episode([1])], [null])).toThrow('an episode of 1 tokens has 0 values')
  })
})
