import { expect, test } from 'vitest'
import { createRng, make, scoreTrajectory, type Trajectory } from '../../../core/index.ts'
import { recordedDecisions } from '../../../fixtures/index.ts'
import { nimEnv, playNim } from '../nim/env.ts'
import { nimSum } from '../nim/rules.ts'
import { earned, perfect, ruled, thinking } from './players.suite.ts'

const LEAVE = { actions: [], samples: [], stop: 'has enough' }
const lasting = ({ initial, turns, outcome }: Trajectory) => ({
  initial,
  turns: turns.map(({ durationMs: _, ...turn }) => turn),
  outcome,
})

test('gives each player a trajectory of its own, and what one gains the other loses', async () => {
  const rng = createRng(1)
  for (let seed = 0; seed < 40; seed++) {
    const piles = Array.from({ length: 3 }, () => 1 + rng.int(7))
    const agents = [perfect, perfect] as const
    const [first, second] = await playNim({ piles, agents, seed, reward: 'zeroSum' })

    expect(earned(first)).toBe(nimSum(piles) === 0 ? -1 : 1)
    expect((earned(first) ?? 0) + (earned(second) ?? 0)).toBe(0)
    expect(Math.abs(first.turns.length - second.turns.length)).toBeLessThanOrEqual(1)
    expect([first.initial.info, second.initial.info]).toMatchObject([
      { seat: 0, opponent: 'perfect' },
      { seat: 1, opponent: 'perfect' },
    ])
    expect([first.group, first.id]).not.toEqual([second.group, second.id])
  }
})

test('shows each player what the other one did, and nothing twice', async () => {
  const [first, second] = await playNim({ piles: [1, 2], agents: [perfect, perfect], seed: 0 })
  const read = ({ initial, turns }: Trajectory) => [
    initial.observation,
    ...turns.flatMap(({ action, observation }) => [action, observation]),
  ]

  expect(read(first).slice(1)).toEqual([
    'B 1',
    'You took 1 from pile B. Your opponent took 1 from pile A.\nPiles: A 0, B 1. Your turn.',
    'B 1',
    'You took 1 from pile B.\nYou have won.',
  ])
  expect(read(second).slice(1)).toEqual([
    'A 1',
    'You took 1 from pile A. Your opponent took 1 from pile B.\nYou have lost.',
  ])
  expect(second.initial.observation).toContain(
    ' Your opponent took 1 from pile B.\nPiles: A 1, B 1.',
  )
})

test('carries options that the env against an opponent takes, and is scored again by its rewards', async () => {
  const agents = [ruled('random'), ruled('random')] as const
  const match = await playNim({ piles: [0, 5, 3], agents, seed: 4, reward: 'dense', density: 0.5 })

  for (const trajectory of match) {
    const options = trajectory.env.options as { density: number }
    expect(options).toEqual({ density: 0.5, piles: 3, most: 5 })
    await using env = await make(nimEnv, { options, reward: 'dense' })
    expect(env.spec.options).toMatchObject(options)
    expect(env.spec.reward).toEqual(trajectory.env.reward)
    const again = await scoreTrajectory(nimEnv.rewards.dense, trajectory, 'terminated')
    expect(again.outcome).toEqual(trajectory.outcome)
  }
})

test('is played again by what both players decided', async () => {
  const agents = [ruled('random'), thinking('leaver', async () => ({ ...LEAVE }))] as const
  const match = await playNim({ piles: [3, 4, 5], agents, seed: 7 })
  const recorded = match.map((trajectory) => recordedDecisions(trajectory))
  const again = await playNim({
    piles: [3, 4, 5],
    agents: recorded as unknown as [typeof perfect, typeof perfect],
    seed: 7,
  })

  expect(again.map(lasting)).toEqual(match.map(lasting))
})

test('is the same game again for the same seed', async () => {
  const agents = [ruled('random'), perfect] as const
  const play = async () => playNim({ piles: [3, 4, 5], agents, seed: 7 })

  expect((await play()).map(lasting)).toEqual((await play()).map(lasting))
})

test.each([
  [{ piles: [] }, 'there are 0 piles (give 1 to 10)'],
  [{ piles: Array<number>(11).fill(1) }, 'there are 11 piles (give 1 to 10)'],
  [{ piles: [1.5, -1] }, 'pile A has 1.5 stones (give a whole number from 0 to 40)'],
  [{ piles: [2, -1] }, 'pile B has -1 stones (give a whole number from 0 to 40)'],
  [{ piles: [1, 41] }, 'pile B has 41 stones (give a whole number from 0 to 40)'],
  [{ piles: [0, 0] }, 'the game is over at its start (give a position in which'],
  [{ piles: [1], density: 7 }, 'option density: '],
  [{ piles: [1], seed: -1 }, 'seed -1 (give a whole number from 0)'],
  [{ piles: [1], maxEpisodeSteps: 0 }, 'to 0 steps (give a whole number from 1)'],
])('refuses %j in one line', async (given, reason) => {
  const agents = [perfect, perfect] as const
  const refusal = await playNim({ agents, seed: 0, ...given }).catch((error: Error) => error)

  expect(refusal).toMatchObject({ name: 'ConfigError' })
  expect((refusal as Error).message).toMatch(/^Cannot [^\n]+ \([^\n]+\)$/)
  expect((refusal as Error).message).toContain(reason)
})
