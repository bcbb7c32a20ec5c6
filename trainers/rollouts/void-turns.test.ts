import { expect, test } from 'vitest'
import { groupOf, trajectory } from './groups.suite.ts'
import { voidTurns, withoutVoidEpisodes } from './void-turns.ts'

test('a turn is void where it drew tokens and nothing valid came of it', () => {
  expect(voidTurns(trajectory({ actions: 'a?b' }))).toEqual({ void: 1, of: 3 })
  // The message ended the episode and held no action.
  expect(voidTurns(trajectory({ actions: 'a', drew: [[1], [2]] }))).toEqual({ void: 1, of: 2 })
})

test('decisions that drew nothing, and failures of the machinery, are no void turns', () => {
  expect(voidTurns(trajectory({ actions: '?', drew: [[]] }))).toEqual({ void: 0, of: 0 })
  expect(voidTurns(trajectory({ actions: '?', failed: 'EnvError' }))).toEqual({ void: 0, of: 0 })
})

test('a message with several actions is void only if none of them is valid', () => {
  const played = trajectory({ actions: '?a?' })
  const oneMessage = {
    ...played,
    decisions: played.decisions.slice(0, 1),
    turns: played.turns.map((turn) => ({ ...turn, decision: 0 })),
  }

  expect(voidTurns(oneMessage)).toEqual({ void: 0, of: 1 })
})

test('a summary alone is no turn', () => {
  const played = trajectory({ actions: '?' })
  const summary = played.decisions.map((decision) => ({
    ...decision,
    samples: decision.samples.map((sample) => ({ ...sample, purpose: 'summary' as const })),
  }))

  expect(voidTurns({ ...played, decisions: summary })).toEqual({ void: 0, of: 0 })
})

test('episodes with void turns leave a group with all that is known of them', () => {
  const group = groupOf([
    { rewards: [0], actions: 'a' },
    { rewards: [1], actions: '?' },
    { rewards: [2], actions: 'b' },
  ])

  const left = withoutVoidEpisodes(group)

  expect(left.trajectories).toEqual([group.trajectories[0], group.trajectories[2]])
  expect(left.returns).toEqual([0, 2])
  expect(left.successes).toEqual([false, true])
})
