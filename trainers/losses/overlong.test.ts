import { describe, expect, test } from 'vitest'
import { returnOf } from '../advantages/episode.ts'
import { overlongPenalty, shapeOverlong, treatTruncated } from './overlong.ts'

const options = { maxTokens: 100, buffer: 20, factor: 0.5 }
const episode = { group: 'a', rewards: [0, 1], tokens: [40, 50] }
const parts = { solved: [0, 1] }

describe('the soft overlong penalty', () => {
  test.each([
    { tokens: 0, penalty: 0 },
    { tokens: 80, penalty: 0 },
    { tokens: 90, penalty: -0.25 },
    { tokens: 100, penalty: -0.5 },
    { tokens: 400, penalty: -0.5 },
  ])('of $tokens tokens is $penalty', ({ tokens, penalty }) => {
    expect(overlongPenalty(tokens, options)).toBe(penalty)
  })

  test('is a step where there is no buffer', () => {
    const step = { ...options, buffer: 0 }

    expect([100, 101].map((tokens) => overlongPenalty(tokens, step))).toEqual([0, -0.5])
  })

  test('is taken off the last turn, for all tokens of the episode', () => {
    expect(shapeOverlong(episode, options).rewards).toEqual([0, 0.75])
    expect(shapeOverlong({ ...episode, parts }, options).parts).toEqual({
      solved: [0, 1],
      overlong: [0, -0.25],
    })
    const short = shapeOverlong({ ...episode, tokens: [1, 1], parts }, options)
    expect(short).toMatchObject({ rewards: [0, 1], parts: { overlong: [0, 0] } })
  })

  test('leaves unscored episodes, and those without a turn, as they are', () => {
    const unscored = { ...episode, rewards: null }
    const empty = { group: 'a', rewards: [], tokens: [] }

    expect(shapeOverlong(unscored, options)).toEqual(unscored)
    expect(shapeOverlong(empty, options)).toEqual(empty)
  })
})

describe('an episode that a limit cut off', () => {
  const treat = (policy: 'keep' | 'mask' | 'penalise', isTruncated: boolean) => {
    const treated = treatTruncated(episode, isTruncated, { policy, penalty: 2 })
    return [returnOf(treated.episode), treated.isTrained]
  }

  test('is kept, not trained, or pays, by choice; others are not touched', () => {
    expect(treat('keep', true)).toEqual([1, true])
    expect(treat('mask', true)).toEqual([1, false])
    expect(treat('penalise', true)).toEqual([-1, true])
    for (const policy of ['keep', 'mask', 'penalise'] as const) {
      expect(treat(policy, false)).toEqual([1, true])
    }
  })
})
