import { expect, test } from 'vitest'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import { type Env, limitTime, make } from '../index.ts'

type Counter = Env<string, 'up' | 'wait' | 'roll'>

test.each([
  ['Env', () => limitTime(bareResource(), 2)],
  ['SnapshotEnv', () => limitTime(bareCounter(), 2)],
])('truncates the step that reaches the limit, with a reason: %s', async (_, open) => {
  const env: Counter = open()
  await env.reset()

  const first = await env.step('wait')
  const second = await env.step('wait')

  expect(first).toMatchObject({ terminated: false, truncated: false })
  expect(second).toMatchObject({
    terminated: false,
    truncated: true,
    info: { reason: 'limit of 2 steps', signals: { solved: false } },
  })
})

test('says terminated alone when the task ends on the last step', async () => {
  const env = limitTime(bareCounter(), 3)
  await env.reset()

  await env.step('up')
  await env.step('up')

  expect(await env.step('up')).toMatchObject({ terminated: true, truncated: false })
})

test('counts invalid actions too', async () => {
  const env = limitTime(bareCounter(), 2)
  await env.reset()

  await env.step({ invalid: 'x', raw: null })

  expect(await env.step({ invalid: 'x', raw: null })).toMatchObject({
    truncated: true,
    info: { invalid: 'x', reason: 'limit of 2 steps' },
  })
})

test('counts each episode from its reset', async () => {
  const env = limitTime(bareCounter(), 2)
  await env.reset()
  await env.step('wait')

  await env.reset()

  expect(await env.step('wait')).toMatchObject({ truncated: false })
})

test('keeps its count in snapshots and forks', async () => {
  const env = limitTime(bareCounter(), 2)
  await env.reset()
  await env.step('wait')
  const saved = await env.snapshot()
  await using fork = await env.fork()
  await env.reset()

  await env.restore(saved)

  expect(await env.step('wait')).toMatchObject({ truncated: true })
  expect(await fork.step('wait')).toMatchObject({ truncated: true })
})

test('shows the lower of two limits in the spec', async () => {
  const strict = limitTime(await make(counter), 5)
  const loose = limitTime(await make(counter), 50)

  expect(strict.spec.maxEpisodeSteps).toBe(5)
  expect(loose.spec.maxEpisodeSteps).toBe(8)
  expect(strict.spec.wrappers.at(-1)).toEqual({ kind: 'limitTime', params: { maxSteps: 5 } })
})

test.each([0, -1, 1.5, Number.NaN])('refuses a limit of %s', (maxSteps) => {
  expect(() => limitTime(bareCounter(), maxSteps)).toThrow('give a whole number from 1')
})
