import { describe, expect, test } from 'vitest'
import { type Score, scored, type Trajectory, unscored } from '../../core/index.ts'
import { trajectory } from '../rollouts/groups.suite.ts'
import { creditEpisode } from './credit-episodes.ts'
import { drew } from './token-samples.suite.ts'

/** Two decisions, the first of which led to two env steps. */
function played(
  scores: readonly Score[],
  { parts = {}, hashes = [] }: { parts?: Record<string, Score[]>; hashes?: string[] } = {},
): Trajectory {
  const base = trajectory({ rewards: [0, 0, 0], actions: 'abc' })
  const [start] = hashes
  return {
    ...base,
    initial: { ...base.initial, ...(start === undefined ? {} : { stateHash: start }) },
    decisions: [
      { samples: [drew([1], [2, 3], { purpose: 'summary' }), drew([4], [5])], durationMs: 0 },
      { samples: [drew([6], [7, 8, 9, 10])], durationMs: 0 },
    ],
    turns: base.turns.map((turn, index) => {
      const hash = hashes[index + 1]
      return { ...turn, decision: index < 2 ? 0 : 1, ...(hash && { stateHash: hash }) }
    }),
    outcome: {
      ...{ status: 'completed', ended: 'terminated', turns: scores, parts },
      reward: scored(scores.reduce((sum, s) => sum + (s.status === 'scored' ? s.value : 0), 0)),
    },
  }
}
const three = [scored(1), scored(0.5), scored(2)]

describe('an episode as numbers', () => {
  test('adds up the scores of steps and the tokens of samples by decision', () => {
    const parts = {
      a: [scored(1), scored(0), scored(2)],
      b: [scored(0), unscored('JudgeError'), scored(0)],
    }

    const episode = creditEpisode({ trajectory: played(three, { parts }), group: 'g', return: 3.5 })

    expect(episode).toMatchObject({ group: 'g', tokens: [3, 4], rewards: [1.5, 2] })
    // A part that is unscored in one step is no part of the episode.
    expect(episode.parts).toEqual({ a: [1, 2] })
    expect(episode).not.toHaveProperty('greedyReturn')
  })

  test('is cut behind decisions that the env put another in the place of', () => {
    const whole = played(three)
    const turns = whole.turns.map((turn, index) => ({
      ...turn,
      signals: { ...turn.signals, patched: index === 1 },
    }))

    const cut = creditEpisode({ trajectory: { ...whole, turns }, group: 'g', return: 3.5 })

    expect(cut.cuts).toEqual([true, false])
    expect(creditEpisode({ trajectory: whole, group: 'g', return: 3.5 })).not.toHaveProperty('cuts')
  })

  test('pays at the end what the score of its group adds', () => {
    const episode = creditEpisode({ trajectory: played(three), group: 'g', return: 1 })

    expect(episode.rewards).toEqual([1.5, -0.5])
  })

  test('is unscored where its return is, where one step is, and where it failed', () => {
    const whole = { trajectory: played(three), group: 'g', return: null }
    const broken = [scored(1), unscored('JudgeError'), scored(1)]
    const one = { trajectory: played(broken), group: 'g', return: 2 }
    const failed: Trajectory = {
      ...played(three),
      outcome: {
        ...{ status: 'failed', phase: 'turn' },
        error: { class: 'SandboxError', message: 'gone' },
      },
    }

    const episodes = [whole, one, { trajectory: failed, group: 'g', return: null }].map(
      creditEpisode,
    )

    expect(episodes.map(({ rewards }) => rewards)).toEqual([null, null, null])
    expect(episodes.map(({ tokens }) => tokens)).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
    ])
  })

  test('knows the state that each decision was made in', () => {
    const hashes = ['start', 'one', 'two', 'three']

    const states = creditEpisode({
      trajectory: played(three, { hashes }),
      ...{ group: 'g', return: 1 },
    }).states

    expect(states).toEqual(['start', 'two'])
  })

  test('keeps the state of a decision that led to no step, and of none that is told', () => {
    const told = played(three, { hashes: ['start', 'one', 'two', 'three'] })
    const leaving = { ...told, decisions: [...told.decisions, { samples: [], durationMs: 0 }] }

    const states = creditEpisode({ trajectory: leaving, group: 'g', return: 1 }).states
    const untold = creditEpisode({ trajectory: played(three), group: 'g', return: 1 }).states

    expect(states).toEqual(['start', 'two', 'three'])
    expect(untold).toEqual([null, null])
  })

  test('takes the return of the greedy episode along, unscored ones too', () => {
    const source = { trajectory: played(three), group: 'g', return: 1 }

    expect(creditEpisode({ ...source, greedyReturn: 0.5 }).greedyReturn).toBe(0.5)
    expect(creditEpisode({ ...source, greedyReturn: null }).greedyReturn).toBeNull()
  })
})
