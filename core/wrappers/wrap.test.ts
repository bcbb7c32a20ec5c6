import { describe, expect, test } from 'vitest'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import {
  discrete,
  type Env,
  limitTime,
  make,
  recordStatistics,
  transformObservation,
  transformReward,
} from '../index.ts'
import { stepper } from './wrap.ts'

type Counter = Env<string, 'up' | 'wait' | 'roll'>
const half = (reward: number) => reward / 2
const minusOne = (reward: number) => reward - 1

describe('wrappers together', () => {
  test('apply from the inside out, and the spec lists them so', async () => {
    const one = transformReward(transformReward(bareCounter(), half), minusOne)
    const other = transformReward(transformReward(bareCounter(), minusOne), half)
    const last = async (env: Counter) => {
      await env.reset()
      await env.step('up')
      await env.step('up')
      return (await env.step('up')).reward
    }

    expect([await last(one), await last(other)]).toEqual([-0.5, 0])
    expect(one.spec.wrappers.map(({ params }) => params)).toEqual([
      { name: 'half' },
      { name: 'minusOne' },
    ])
  })

  test('leave the spec of what they wrap as it is', () => {
    const env = bareCounter()

    limitTime(env, 1)

    expect(env.spec.wrappers).toEqual([])
    expect(env.spec.maxEpisodeSteps).toBe(8)
  })

  test('count only what is inside: statistics under a limit do not see it', async () => {
    const inside = limitTime(recordStatistics(bareCounter()), 1)
    const outside = recordStatistics(limitTime(bareCounter(), 1))
    await inside.reset()
    await outside.reset()

    expect((await inside.step('wait')).info['episode']).toBeUndefined()
    expect((await outside.step('wait')).info['episode']).toEqual({ return: 0, length: 1 })
  })

  test('save every state, from the outside in, as plain JSON', async () => {
    const env = recordStatistics(limitTime(bareCounter(), 5))
    await env.reset()
    await env.step('wait')

    const saved = await env.snapshot()

    expect(saved).toMatchObject({
      kind: 'recordStatistics',
      state: [0, 1],
      inner: { kind: 'limitTime', state: 1, inner: { kind: 'test/Counter-v0' } },
    })
    expect(JSON.parse(JSON.stringify(saved))).toEqual(saved)
  })

  test('refuse a snapshot of other wrappers and keep their own state', async () => {
    const env = recordStatistics(limitTime(bareCounter(), 2))
    const other = limitTime(recordStatistics(bareCounter()), 2)
    await env.reset()
    await other.reset()
    await env.step('wait')

    await expect(env.restore(await other.snapshot())).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('use the same wrappers in the same order'),
    })

    expect(await env.step('wait')).toMatchObject({ truncated: true })
  })

  test('give the hash of the env inside', async () => {
    const bare = bareCounter()
    const env = recordStatistics(limitTime(bare, 5))
    await env.reset()

    expect(await env.stateHash()).toBe(await bare.stateHash())
  })

  test('hold no snapshots where the env inside has none', () => {
    expect('snapshot' in recordStatistics(limitTime(bareResource(), 5))).toBe(false)
  })

  test('fork as deep as they are wrapped, with every state', async () => {
    await using env = transformObservation(
      await make(counter, { reward: 'dense', maxEpisodeSteps: 3 }),
      discrete(2),
      (text) => (text.startsWith('start') ? 0 : 1),
    )
    await env.reset()
    await env.step('up')
    await env.step('wait')
    await using fork = await (await env.fork()).fork()

    const expected = await env.step('wait')

    expect(await fork.step('wait')).toEqual(expected)
    expect(expected).toMatchObject({ truncated: true, info: { episode: { length: 3 } } })
    expect(fork.spec).toEqual(env.spec)
  })

  test('close what is inside once', async () => {
    let closed = 0
    const env = bareResource()
    const counting = {
      ...env,
      close: async () => {
        closed++
      },
    }
    const wrapped = recordStatistics(limitTime(counting, 5))

    await wrapped.close()
    await wrapped[Symbol.asyncDispose]()

    expect(closed).toBe(1)
  })
})

describe('steps', () => {
  test('stay immediate through wrappers where the env answers at once', async () => {
    await using env = await make(counter)
    await env.reset()

    const step = stepper(env)('up')

    expect(step).not.toBeInstanceOf(Promise)
    expect(step).toMatchObject({ reward: 0 })
  })

  test('reject, and do not throw, when something inside throws at once', async () => {
    await using env = await make(counter)

    const step = env.step('up')

    expect(step).toBeInstanceOf(Promise)
    await expect(step).rejects.toThrow('call reset() first')
  })

  test('reach an env that somebody wrote by hand', async () => {
    const { spec, observationSpace, actionSpace, reset, step, close } = bareResource()
    const byHand: Counter = {
      spec,
      observationSpace,
      actionSpace,
      reset,
      step,
      close,
      [Symbol.asyncDispose]: close,
    }
    const env = limitTime(byHand, 1)
    await env.reset()

    expect(await env.step('wait')).toMatchObject({ truncated: true })
  })

  test('come from a module that import() can load: one that exports `then` would be a promise', async () => {
    expect(Object.keys(await import('./wrap.ts'))).toContain('stepper')
  })
})
