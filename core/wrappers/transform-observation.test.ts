import { expect, test } from 'vitest'
import { bareCounter, bareResource } from '../counter.suite.ts'
import { discrete, type Env, transformObservation } from '../index.ts'

const digits = discrete(1000)
const lastNumber = (observation: string) => Number(/\d+$/.exec(observation)?.[0])

test.each([
  ['Env', () => transformObservation(bareResource(), digits, lastNumber)],
  ['SnapshotEnv', () => transformObservation(bareCounter(), digits, lastNumber)],
])('maps what reset and step show, and says so: %s', async (_, open) => {
  const env: Env<number, 'up' | 'wait' | 'roll'> = open()

  const { observation, info } = await env.reset({ seed: 3 })
  const step = await env.step('roll')

  expect(env.observationSpace).toBe(digits)
  expect(digits.contains(observation) && digits.contains(step.observation)).toBe(true)
  expect(info.signals?.['rolled']).toBe(observation)
  expect(step.info.signals?.['rolled']).toBe(step.observation)
  expect(env.spec.wrappers).toEqual([
    { kind: 'transformObservation', params: { name: 'lastNumber' } },
  ])
})

test('leaves rewards and flags as they are', async () => {
  const env = transformObservation(bareCounter(), digits, lastNumber)
  await env.reset()
  await env.step('up')
  await env.step('up')

  expect(await env.step('up')).toMatchObject({ reward: 1, terminated: true, truncated: false })
})

test('maps in forks and after restore as before', async () => {
  const env = transformObservation(bareCounter(), digits, lastNumber)
  await env.reset({ seed: 3 })
  const saved = await env.snapshot()
  await using fork = await env.fork()

  const expected = await env.step('roll')
  await env.restore(saved)

  expect(await env.step('roll')).toEqual(expected)
  expect(await fork.step('roll')).toEqual(expected)
})
