import { expect, test } from 'vitest'
import { solved } from '../../rewards/index.ts'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import { defineEnv, type Env, enforceOrder, make, text } from '../index.ts'

/** Steps of this env wait until they are let go, in any order. */
function held() {
  const gates: ((terminated: boolean) => void)[] = []
  const definition = defineEnv({
    id: 'test/Held-v0',
    state: 'resource',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 5,
    reset: () => ({ state: {}, observation: '' }),
    step: () =>
      new Promise<{ observation: string; signals: { solved: boolean }; terminated: boolean }>(
        (resolve) => {
          gates.push((terminated) =>
            resolve({ observation: '', signals: { solved: false }, terminated }),
          )
        },
      ),
  })
  return { definition, gates }
}

test.each([
  ['Env', () => enforceOrder(bareResource())],
  ['SnapshotEnv', () => enforceOrder(bareCounter())],
])('refuses step() before reset(), after the end and after close(): %s', async (_, open) => {
  const env: Env<string, 'up' | 'wait' | 'roll'> = open()

  await expect(env.step('up')).rejects.toThrow('no episode has begun (call reset() first)')
  await env.reset({ seed: 0 })
  for (let i = 0; i < 3; i++) await env.step('up')
  await expect(env.step('up')).rejects.toThrow('the episode has ended (call reset() first)')
  await env.reset({ seed: 0 })
  await env.step('up')
  await env.close()
  await expect(env.step('up')).rejects.toMatchObject({
    name: 'ResetNeededError',
    message: 'Cannot step env test/Counter-v0: it is closed (call reset() first)',
  })
})

test('allows reset() at any time', async () => {
  const env = enforceOrder(bareCounter())

  await env.reset({ seed: 0 })
  await env.step('up')
  await env.reset({ seed: 0 })

  expect((await env.step('up')).observation).toMatch(/^1 /)
})

test('refuses a second step while one runs', async () => {
  const { definition, gates } = held()
  await using env = await make(definition)
  await env.reset()

  const first = env.step('')
  await expect(env.step('')).rejects.toThrow('the last step has not finished (await it first)')
  gates[0]?.(false)

  expect(await first).toMatchObject({ terminated: false })
})

test('lets no step of an earlier episode end, or count in, the new one', async () => {
  const { definition, gates } = held()
  await using env = await make(definition, { maxEpisodeSteps: 2 })
  await env.reset()

  const late = env.step('')
  await env.reset()
  gates[0]?.(true)
  await expect(late).rejects.toThrow('its episode is over')
  const [second, third] = [env.step(''), env.step('').catch(String)]
  gates[1]?.(false)

  expect(await second).toMatchObject({ terminated: false, truncated: false })
  expect(await third).toContain('has not finished')
})

test('lets go on after a step that threw', async () => {
  let fail = true
  const definition = {
    ...counter,
    step: async () => {
      if (fail) throw new Error('once')
      return { observation: '', signals: { solved: false, progress: 0, rolled: 0 } }
    },
  }
  const env = enforceOrder(bareCounter(definition))
  await env.reset()

  await expect(env.step('up')).rejects.toThrow('once')
  fail = false

  expect(await env.step('up')).toMatchObject({ terminated: false })
})

test('keeps in a snapshot whether the episode has ended', async () => {
  const env = enforceOrder(bareCounter())
  await env.reset()
  const running = await env.snapshot()
  for (let i = 0; i < 3; i++) await env.step('up')
  await using ended = await env.fork()

  await expect(ended.step('up')).rejects.toThrow('the episode has ended')
  await env.restore(running)

  expect(await env.step('up')).toMatchObject({ terminated: false })
  expect(running).toMatchObject({ kind: 'enforceOrder', state: null })
})
