import { expect, test } from 'vitest'
import { oracle } from '../../agents/oracle.ts'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import {
  type ActionTransform,
  discrete,
  type Env,
  make,
  rollout,
  transformAction,
} from '../index.ts'

const ACTIONS = ['up', 'wait', 'roll'] as const
type Action = (typeof ACTIONS)[number]

const numbered: ActionTransform<Action, number> = {
  space: discrete(4),
  forward: (index) => ACTIONS[index] ?? { invalid: `there is no action ${index}`, raw: index },
  inverse: (action) => ACTIONS.indexOf(action),
}
const { inverse: _, ...oneWay } = numbered

test.each([
  ['Env', () => transformAction(bareResource(), numbered)],
  ['SnapshotEnv', () => transformAction(bareCounter(), numbered)],
])('takes actions of the new space: %s', async (_, open) => {
  const env: Env<string, number> = open()
  await env.reset()

  expect((await env.step(0)).observation).toMatch(/^1 /)
  expect(env.actionSpace).toBe(numbered.space)
  expect(env.spec.wrappers).toEqual([{ kind: 'transformAction', params: { name: 'forward' } }])
})

test('hands on what is invalid: outside the new space, refused by forward, or Invalid already', async () => {
  const env = transformAction(bareCounter(), numbered)
  await env.reset()

  const reasons = [
    (await env.step(7)).info.invalid,
    (await env.step(3)).info.invalid,
    (await env.step({ invalid: 'unreadable', raw: '' })).info.invalid,
  ]

  expect(reasons).toEqual([
    expect.stringContaining('Too big'),
    'there is no action 3',
    'unreadable',
  ])
})

test('translates solution, attacks and noop by the inverse', async () => {
  const attacked = { ...counter, cheats: { hasty: () => ['up' as const] } }
  const env = transformAction(await make(attacked), numbered)

  const { outcome } = await rollout(env, oracle, { seed: 0 })

  expect(outcome).toMatchObject({ status: 'completed', reward: { value: 1 } })
  expect(env.runner?.noop).toBe(1)
  expect(await env.runner?.cheat('hasty')()).toBe(0)
})

test('declares no solution, attacks or noop without an inverse', async () => {
  const env = transformAction(await make(counter), oneWay)
  await env.reset()

  expect(env.runner?.gold).toBeUndefined()
  expect(env.runner?.noop).toBeNull()
  expect(env.runner?.cheats).toEqual([])
})

test('works in forks and after restore as before', async () => {
  const env = transformAction(bareCounter(), numbered)
  await env.reset({ seed: 1 })
  const saved = await env.snapshot()
  await using fork = await env.fork()

  const expected = await env.step(2)
  await env.restore(saved)

  expect(await env.step(2)).toEqual(expected)
  expect(await fork.step(2)).toEqual(expected)
})
