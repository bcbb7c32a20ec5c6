import { expect, test } from 'vitest'
import { z } from 'zod'
import { gated, progress, solved } from '../rewards/index.ts'
import { counter } from './counter.suite.ts'
import { type Judge, json, make, type RewardTerm } from './index.ts'

test('fills in the defaults of options and records them in the spec', async () => {
  await using env = await make(counter)

  expect(env.spec).toEqual({
    id: 'test/Counter-v0',
    options: { goal: 3 },
    reward: { preset: 'sparse', term: { kind: 'solved', params: { signal: 'solved' } } },
    maxEpisodeSteps: 8,
    rewardThreshold: 1,
    wrappers: [
      { kind: 'checkPassively', params: {} },
      { kind: 'limitTime', params: { maxSteps: 8 } },
      { kind: 'enforceOrder', params: {} },
      { kind: 'recordStatistics', params: {} },
    ],
  })
  expect(JSON.parse(JSON.stringify(env.spec))).toEqual(env.spec)
})

test('names an option that does not exist, and the nearest that does', async () => {
  const loose = { ...counter, options: z.object({ goal: z.int().default(3) }) }

  for (const definition of [counter, loose]) {
    await expect(make(definition, { options: { gaol: 2 } as object })).rejects.toThrow(
      'Cannot make test/Counter-v0: it has no option "gaol" (did you mean "goal"?)',
    )
  }
})

test('names an option whose value is wrong', async () => {
  await expect(make(counter, { options: { goal: 0 } })).rejects.toThrow(/option goal: .*>=1/)
})

test('refuses options where an env takes none', async () => {
  const { options: _, ...plain } = counter

  await expect(
    make({ ...plain, reset: () => counter.reset as never }, { options: { a: 1 } as never }),
  ).rejects.toThrow('it takes no options (remove a)')
})

test('names the nearest preset', async () => {
  await expect(make(counter, { reward: 'dens' as 'dense' })).rejects.toThrow(
    'Cannot make test/Counter-v0: it has no reward "dens" (did you mean "dense"?)',
  )
  await expect(make(counter, { reward: 'toString' as 'dense' })).rejects.toThrow('it has no reward')
})

test('takes a composition over the signals of the env', async () => {
  const reward = gated(solved(), progress(), { threshold: 1 })
  await using env = await make(counter, { reward })
  await env.reset()

  expect(env.spec.reward).toEqual({ preset: null, term: reward.spec })
  expect((await env.step('up')).rewards).toEqual({ long: 0, immediate: 1 / 3 })
})

test('refuses a reward whose service is not there, by its name', async () => {
  const judged: RewardTerm<unknown> = {
    spec: { kind: 'custom', name: 'judged' },
    needs: ['judge'],
  }
  const judge: Judge = { judge: async () => ({ value: 1, reason: '' }) }

  await expect(make(counter, { reward: judged })).rejects.toThrow('needs the service "judge"')
  await using env = await make(counter, { reward: judged, services: { judge } })
  expect(env.spec.reward.preset).toBeNull()
})

test('refuses to step on after a truncation as after a termination', async () => {
  await using env = await make(counter, { maxEpisodeSteps: 2 })
  await env.reset()
  await env.step('wait')
  await env.step('wait')

  await expect(env.step('wait')).rejects.toThrow('the episode has ended (call reset() first)')
  await env.reset()

  expect(await env.step('wait')).toMatchObject({ truncated: false })
})

test('limits episodes to the steps it is given', async () => {
  await using env = await make(counter, { maxEpisodeSteps: 1 })
  await env.reset()

  expect(env.spec.maxEpisodeSteps).toBe(1)
  expect((await env.step('wait')).truncated).toBe(true)
  await expect(make(counter, { maxEpisodeSteps: 0 })).rejects.toThrow('whole number from 1')
})

test('options may leave a part of the action space', async () => {
  const down = json(z.enum(['up', 'wait']))
  const definition = { ...counter, actions: () => down as typeof counter.actionSpace }
  await using env = await make(definition)
  await env.reset({ seed: 0 })

  expect(env.actionSpace).toBe(down)
  expect(await env.step('roll')).toMatchObject({ info: { invalid: expect.any(String) } })
  expect((await env.step('up')).info['invalid']).toBeUndefined()
})
