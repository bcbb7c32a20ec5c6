import { expect, test } from 'vitest'
import { type Agent, createRng, decide, type Trajectory } from '../../../core/index.ts'
import { playNim } from '../nim/env.ts'
import { nimSum, opponents } from '../nim/rules.ts'

/** Plays by rule from what it is shown alone. */
const ruled = (name: keyof typeof opponents): Agent<string, string> => ({
  name,
  async begin({ rng }) {
    return {
      async act(observation) {
        const shown = observation.split('\n').at(-1) ?? ''
        const piles = [...shown.matchAll(/[A-J] (\d+)(?=[,.])/g)].map(([, n]) => Number(n))
        if (piles.length === 0) return decide('thanks')
        return decide(opponents[name]({ piles, toMove: 0 }, rng))
      },
    }
  },
})
const perfect = ruled('perfect')
const earned = ({ outcome }: Trajectory) =>
  outcome.status === 'completed' && outcome.reward.status === 'scored' ? outcome.reward.value : null

test('gives each player a trajectory of its own, and what one gains the other loses', async () => {
  const rng = createRng(1)
  for (let seed = 0; seed < 40; seed++) {
    const piles = Array.from({ length: 3 }, () => 1 + rng.int(7))
    const agents = [perfect, perfect] as const
    const [first, second] = await playNim({ piles, agents, seed, reward: 'zeroSum' })

    expect(earned(first)).toBe(nimSum(piles) === 0 ? -1 : 1)
    expect((earned(first) ?? 0) + (earned(second) ?? 0)).toBe(0)
    expect(Math.abs(first.turns.length - second.turns.length)).toBeLessThanOrEqual(1)
    expect([first.env.options, second.env.options]).toMatchObject([{ seat: 0 }, { seat: 1 }])
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

test('is the same game again for the same seed', async () => {
  const agents = [ruled('random'), perfect] as const
  const play = async () => playNim({ piles: [3, 4, 5], agents, seed: 7 })
  const lasting = (match: readonly Trajectory[]) =>
    match.map(({ turns }) => turns.map(({ durationMs: _, ...turn }) => turn))

  expect(lasting(await play())).toEqual(lasting(await play()))
})

test('gives the game to who stays, where the other one leaves or never makes a move', async () => {
  const mute: Agent<string, string> = {
    name: 'mute',
    begin: async () => ({ act: async () => decide('pass') }),
  }
  const leaver: Agent<string, string> = {
    name: 'leaver',
    begin: async () => ({ act: async () => ({ actions: [], samples: [], stop: 'has enough' }) }),
  }
  for (const other of [mute, leaver]) {
    const agents = [other, perfect] as const
    const match = await playNim({ piles: [1, 2], agents, seed: 0, maxEpisodeSteps: 4 })

    expect(match.map(earned)).toEqual([0, 1])
    expect(match[1].turns.at(-1)?.observation ?? match[1].initial.observation).toContain(
      'You have won.',
    )
  }
})

test('scores neither player where one of them fails, and waits for nobody', async () => {
  const broken: Agent<string, string> = {
    name: 'broken',
    begin: async () => ({
      act: async () => {
        throw new Error('server away')
      },
    }),
  }
  const [first, second] = await playNim({ piles: [3, 4], agents: [perfect, broken], seed: 0 })

  expect(first.outcome).toMatchObject({ status: 'failed', error: { class: 'EnvError' } })
  expect(second.outcome).toMatchObject({ status: 'failed', error: { class: 'AgentError' } })
})

test('ends for both when it is given up', async () => {
  const controller = new AbortController()
  const slow: Agent<string, string> = {
    name: 'slow',
    begin: async () => ({ act: () => new Promise(() => controller.abort(new Error('enough'))) }),
  }
  const agents = [slow, perfect] as const
  const play = playNim({ piles: [3, 4], agents, seed: 0, signal: controller.signal })

  await expect(play).rejects.toThrow()
})
