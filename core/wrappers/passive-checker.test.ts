import { expect, test } from 'vitest'
import { z } from 'zod'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import { checkPassively, type Env, json, type Step } from '../index.ts'

type Counter = Env<string, 'up' | 'wait' | 'roll'>

/** The counter, with one thing wrong. */
const broken = (change: Partial<Step<string>>): Counter => {
  const env = bareResource()
  return { ...env, step: async (action) => ({ ...(await env.step(action)), ...change }) }
}

/** Without the immediate step of ours, as somebody else would write it. */
const byHand = (env: Counter): Counter => ({
  spec: env.spec,
  observationSpace: env.observationSpace,
  actionSpace: env.actionSpace,
  reset: env.reset,
  step: env.step,
  close: env.close,
  [Symbol.asyncDispose]: env.close,
})

test.each([
  ['Env', () => checkPassively(bareResource())],
  ['SnapshotEnv', () => checkPassively(bareCounter())],
])('passes on what keeps the contract: %s', async (_, open) => {
  const env: Counter = open()
  const { observation } = await env.reset({ seed: 1 })

  expect(observation).toMatch(/^start/)
  expect(await env.step('up')).toMatchObject({ reward: 0, terminated: false })
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined])(
  'refuses a reward of %s, put down to the reward',
  async (reward) => {
    const env = checkPassively(byHand(broken({ reward: reward as number })))
    await env.reset()

    await expect(env.step('up')).rejects.toMatchObject({ name: 'RewardError' })
  },
)

test('refuses flags that are no booleans', async () => {
  const env = checkPassively(byHand(broken({ terminated: 1 as unknown as boolean })))
  await env.reset()

  await expect(env.step('up')).rejects.toThrow('terminated and truncated are not both booleans')
})

test('refuses observations outside their space, from reset and from step', async () => {
  const schema = json(z.object({ at: z.int() }))
  const env = checkPassively({
    ...byHand(bareResource()),
    observationSpace: schema as unknown as Counter['observationSpace'],
  })

  await expect(env.reset()).rejects.toThrow('the observation of reset() of test/Counter-v0')
  await expect(env.step('up')).rejects.toMatchObject({
    name: 'EnvError',
    message: expect.stringContaining('expected object, received string'),
  })
})

test('looks at observations for the first 32 times only, at rewards always', async () => {
  let steps = 0
  const env = checkPassively(
    bareCounter({
      ...counter,
      observationSpace: json(z.string().max(5)),
      invalid: () => '',
      reset: () => ({ state: {}, observation: '' }),
      step: () => ({
        observation: ++steps > 40 ? 'too long by far' : '',
        signals: { solved: false },
      }),
    }),
  )
  await env.reset()
  for (let i = 0; i < 40; i++) await env.step('up')

  await expect(env.step('up')).resolves.toMatchObject({ observation: 'too long by far' })
})

test('hands on snapshots and forks', async () => {
  const env = checkPassively(bareCounter())
  await env.reset()
  const saved = await env.snapshot()
  await env.step('up')

  await env.restore(saved)
  await using fork = await env.fork()

  expect((await fork.step('up')).observation).toMatch(/^1 /)
  expect(fork.spec.wrappers).toEqual([{ kind: 'checkPassively', params: {} }])
})
