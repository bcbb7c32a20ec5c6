import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  against,
  batches,
  episode,
  expectClose,
  likes,
  overTurns,
  pairwiseDeviation,
  returnFrom,
  rowsOf,
  eighthShare as share,
  totalOf,
} from './advantages.suite.ts'
import type { CreditEpisode } from './episode.ts'
import { gigpo, grpo, stepAndEpisode } from './index.ts'

const returnsOfGroup = (all: readonly CreditEpisode[], group: string) =>
  all.filter((one) => one.group === group && one.rewards !== null).map(totalOf)

describe('gigpo', () => {
  test('gives numbers that were worked out by hand', () => {
    const batch = [
      episode([0, 1], { states: ['s', 'x'], tokens: [2, 1] }),
      episode([0, 0], { states: ['s', 's'] }),
      episode([2], { states: ['s'], group: 'other' }),
    ]

    const credit = gigpo(batch, { gamma: 0.5, omega: 2 })

    // Episodes: 1 and 0, so ±0.5. State s: 0.5, 0, 0, mean 1/6. States x and s of the other group: alone.
    expectClose(credit, [[0.5 + 2 / 3, 0.5 + 2 / 3, 0.5], [-0.5 - 1 / 3, -0.5 - 1 / 3], [0]])
  })

  test('agrees with a loop over all turns of the group with one state, in both modes', () => {
    const modes = fc.constantFrom('mean_norm', 'mean_std_norm')
    fc.assert(
      fc.property(batches(), share, share, modes, (batch, gamma, omega, mode) => {
        const divisorOf = (peers: readonly number[]) =>
          mode === 'mean_norm' ? null : pairwiseDeviation(peers) + 0.5

        expectClose(
          gigpo(batch, { gamma, omega, mode, epsilon: 0.5 }),
          overTurns(batch, (one, turn) => {
            const state = one.states?.[turn] ?? null
            const peers = likes(
              batch,
              gamma,
              (other, t) =>
                other.group === one.group && state !== null && other.states?.[t] === state,
            )
            const returns = returnsOfGroup(batch, one.group)
            const own = returnFrom(one.rewards ?? [], turn, gamma)
            const step = against(own, peers, divisorOf(peers))
            return against(totalOf(one), returns, divisorOf(returns)) + omega * step
          }),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('is the episode part alone where no state repeats', () => {
    fc.assert(
      fc.property(batches(), (batch) => {
        const unique = batch.map((one, place) => ({
          ...one,
          states: one.tokens.map((_, turn) => `${place} ${turn}`),
        }))

        expectClose(gigpo(unique), grpo(unique, { scale: 'none' }))
      }),
      { numRuns: 40 },
    )
  })

  test('refuses episodes without state hashes, unscored ones aside', () => {
    expect(() => gigpo([episode([1])])).toThrow(
      'Cannot compute advantages with gigpo: an episode has no state hashes (use an env with stateHash, or grpo)',
    )
    expect(rowsOf(gigpo([episode(null), episode([], { tokens: [] })]))).toEqual([null, []])
  })
})

describe('step-and-episode', () => {
  test('gives numbers that were worked out by hand', () => {
    const batch = [episode([1, 2], { tokens: [1, 2] }), episode([0, 0]), episode([1])]

    const credit = stepAndEpisode(batch, { episodeWeight: 3, stepWeight: 2 })

    // Episodes: 3, 0, 1, mean 4/3. First steps: 2, 0, 1, mean 1. Second ones: 2, 0, mean 1.
    expectClose(credit, [[5 + 2, 5 + 2, 5 + 2], [-4 - 2, -4 - 2], [-1]])
  })

  test('agrees with a loop over the same steps of the group, with deviations', () => {
    fc.assert(
      fc.property(batches(), share, share, share, (batch, gamma, episodeWeight, stepWeight) => {
        const options = { gamma, episodeWeight, stepWeight, epsilon: 0.5 }

        expectClose(
          stepAndEpisode(batch, { ...options, mode: 'mean_std_norm' }),
          overTurns(batch, (one, turn) => {
            const same = (other: CreditEpisode, t: number) =>
              other.group === one.group && t === turn
            const peers = likes(batch, gamma, same)
            const returns = returnsOfGroup(batch, one.group)
            const own = returnFrom(one.rewards ?? [], turn, gamma)
            const whole = against(totalOf(one), returns, pairwiseDeviation(returns) + 0.5)
            const step = against(own, peers, pairwiseDeviation(peers) + 0.5)
            return episodeWeight * whole + stepWeight * step
          }),
        )
      }),
      { numRuns: 60 },
    )
  })
})
