import { expect, test } from 'vitest'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import { type Env, limitTime, make, recordStatistics } from '../index.ts'

type Counter = Env<string, 'up' | 'wait' | 'roll'>

test.each([
  ['Env', () => recordStatistics(bareResource())],
  ['SnapshotEnv', () => recordStatistics(bareCounter())],
])('puts return and length on the last step alone: %s', async (_, open) => {
  const env: Counter = open()
  await env.reset()

  const steps = [await env.step('up'), await env.step('up'), await env.step('up')]

  expect(steps.map(({ info }) => info['episode'])).toEqual([
    undefined,
    undefined,
    { return: 1, length: 3 },
  ])
})

test('reports a truncated episode, and counts invalid actions', async () => {
  const env = recordStatistics(limitTime(bareCounter(), 2))
  await env.reset()
  await env.step({ invalid: 'x', raw: null })

  expect((await env.step('wait')).info['episode']).toEqual({ return: 0, length: 2 })
})

test('begins every episode at zero', async () => {
  await using env = await make(counter, { reward: 'dense' })
  const play = async () => {
    await env.reset()
    await env.step('up')
    await env.step('up')
    return (await env.step('up')).info['episode']
  }

  const first = await play()

  expect(first).toEqual({ return: 1.5, length: 3 })
  expect(await play()).toEqual(first)
})

test('keeps its sums in snapshots and forks', async () => {
  await using env = await make(counter, { reward: 'dense' })
  await env.reset()
  await env.step('up')
  const saved = JSON.parse(JSON.stringify(await env.snapshot()))
  await using fork = await env.fork()
  await env.reset()

  await env.restore(saved)

  for (const target of [env, fork]) {
    await target.step('up')
    expect((await target.step('up')).info['episode']).toEqual({ return: 1.5, length: 3 })
  }
})
