import { expect, test } from 'vitest'
import { oracle } from '../../agents/oracle.ts'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import {
  type Env,
  groupScores,
  make,
  type RewardTerm,
  rollout,
  type Signals,
  scored,
  transformReward,
} from '../index.ts'

const tenfold = (reward: number) => reward * 10

test.each([
  ['Env', () => transformReward(bareResource(), tenfold)],
  ['SnapshotEnv', () => transformReward(bareCounter(), tenfold)],
])('maps the reward of every step: %s', async (_, open) => {
  const env: Env<string, 'up' | 'wait' | 'roll'> = open()
  await env.reset()

  const rewards = [
    (await env.step('up')).reward,
    (await env.step('up')).reward,
    (await env.step('up')).reward,
  ]

  expect(rewards).toEqual([0, 0, 10])
  expect(env.spec.wrappers).toEqual([{ kind: 'transformReward', params: { name: 'tenfold' } }])
})

test('maps the final scores of every turn, and leaves the named parts', async () => {
  const env = transformReward(await make(counter, { reward: 'dense' }), tenfold)

  const { outcome } = await rollout(env, oracle, { seed: 0 })

  expect(outcome).toMatchObject({ status: 'completed' })
  if (outcome.status === 'failed') return
  expect(outcome.reward).toEqual(scored(15))
  expect(outcome.parts['solved']?.at(-1)).toEqual(scored(1))
})

test('gives an invalid action what the mapping makes of 0, at once and in the end', async () => {
  const priced = transformReward(await make(counter), (reward) => reward - 0.25)
  const agent = {
    name: 'confused',
    begin: async () => ({ act: async () => ({ actions: [], samples: [] }) }),
  }

  const { turns, outcome } = await rollout(priced, agent, { seed: 0 })

  expect(turns.every((turn) => turn.reward === -0.25)).toBe(true)
  expect(outcome).toMatchObject({ reward: scored(-2) })
})

test('maps the scores of a group', async () => {
  const ranked: RewardTerm<Signals> = {
    spec: { kind: 'custom', name: 'ranked' },
    group: async (trajectories) => trajectories.map((_, index) => scored(index)),
  }
  const env = transformReward(await make(counter, { reward: ranked }), tenfold)
  const trajectories = [await rollout(env, oracle), await rollout(env, oracle)]

  const reward = env.runner?.reward as RewardTerm<Signals>

  expect(await groupScores(reward, trajectories, {})).toEqual([scored(0), scored(10)])
})

test('maps in forks as before', async () => {
  const env = transformReward(bareCounter(), tenfold)
  await env.reset()
  await env.step('up')
  await env.step('up')
  await using fork = await env.fork()

  expect((await fork.step('up')).reward).toBe(10)
})
