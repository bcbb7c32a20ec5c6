import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { solved } from '../../rewards/index.ts'
import { bareCounter, bareResource, counter } from '../counter.suite.ts'
import {
  type AnyDef,
  type CheckOptions,
  checkEnv,
  defineEnv,
  type Env,
  type EnvOpener,
  inspectEnv,
  json,
  recordStatistics,
  text,
} from '../index.ts'

/** What is wrong, by the name of the check that says so. */
async function failuresOf(target: AnyDef | EnvOpener, options?: CheckOptions) {
  const { checks } = await inspectEnv(target, options)
  return Object.fromEntries(
    checks.filter(({ status }) => status === 'failed').map(({ name, detail }) => [name, detail]),
  )
}

describe('a sound env', () => {
  test('passes, and each check says what it saw', async () => {
    const report = await checkEnv(counter)

    expect(report.passed).toBe(true)
    expect(report.env).toBe('test/Counter-v0')
    expect(report.checks.map(({ name, status }) => [name, status])).toEqual([
      ['spaces', 'passed'],
      ['order', 'passed'],
      ['seeds', 'passed'],
      ['snapshot', 'passed'],
      ['gold', 'passed'],
      ['null', 'passed'],
      ['splits', 'waived'],
      ['close', 'passed'],
    ])
  })

  test('is let off what it declares not to hold, with its reasons', async () => {
    const { gold: _, ...unsolved } = counter
    const report = await checkEnv({
      ...unsolved,
      expect: {
        gold: { none: 'no action wins for sure' },
        deterministic: { none: 'the weather is real' },
        null: { max: 0.1, reason: 'luck' },
      },
    })

    const details = Object.fromEntries(report.checks.map(({ name, detail }) => [name, detail]))

    expect(details).toMatchObject({
      gold: 'no action wins for sure',
      seeds: 'the weather is real',
      null: 'doing nothing earns at most 0.1 (luck)',
    })
  })

  test('may be written by hand', async () => {
    const open = async () => recordStatistics(bareResource())

    const { checks, passed } = await inspectEnv(async () => {
      const env = await open()
      return refusing(env)
    })

    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(passed).toBe(true)
  })
})

describe('a planted defect is found', () => {
  test('randomness that is not from the seed', async () => {
    let calls = 0
    const definition = { ...counter, reset: resetting(() => `start ${calls++}`) }

    expect(await failuresOf(definition)).toMatchObject({ seeds: 'two runs of seed 0 differ' })
  })

  test('artifacts that are not from the seed', async () => {
    let calls = 0
    const artifacts = () => ({ note: { type: 'text' as const, text: `${calls++}` } })

    expect(await failuresOf({ ...counter, artifacts })).toEqual({
      seeds: 'two runs of seed 0 differ',
    })
  })

  test('a reset that leaves something of the last episode', async () => {
    const perEnv = () => {
      const left = new WeakMap<object, number>()
      return left
    }
    const seen = perEnv()
    const definition = {
      ...counter,
      reset(context: Parameters<typeof counter.reset>[0]) {
        const before = seen.get(context.clock) ?? 0
        seen.set(context.clock, before + 1)
        const first = counter.reset(context)
        return { ...first, ...{ observation: `episode ${before}` } }
      },
    }

    expect(await failuresOf(definition as AnyDef)).toMatchObject({
      seeds: 'seed 0 differs on a used env: reset() of test/Counter-v0 leaves something behind',
    })
  })

  test('an observation outside the space', async () => {
    const definition = {
      ...counter,
      observationSpace: json(z.string().regex(/^(start|Invalid)/), { sample: () => 'start' }),
    }

    expect(await failuresOf(definition)).toMatchObject({
      spaces: expect.stringContaining('the observation of step()'),
    })
  })

  test('a space that does not contain its own samples', async () => {
    const definition = {
      ...counter,
      actionSpace: json(z.enum(['up', 'wait', 'roll']), { sample: () => 'down' as 'up' }),
    }

    expect(await failuresOf(definition)).toMatchObject({
      spaces: 'actionSpace does not contain its own sample "down"',
    })
  })

  test('a noop that is no action', async () => {
    expect(await failuresOf({ ...counter, noop: 'nothing' })).toMatchObject({
      spaces: 'noop "nothing" is outside actionSpace',
    })
  })

  test('a solution that does not pay, or is not there', async () => {
    const { gold: _, ...unsolved } = counter

    expect(await failuresOf({ ...counter, gold: () => ['up'] })).toEqual({
      gold: 'the declared solution earns 0 on seed 0, less than 1',
    })
    expect(await failuresOf(unsolved)).toEqual({
      gold: expect.stringContaining('none is declared'),
    })
  })

  test('doing nothing that pays', async () => {
    const generous = { ...counter, finish: () => ({ solved: true, progress: 1, rolled: 0 }) }

    expect(await failuresOf(generous)).toEqual({
      null: 'doing nothing earns 1 on seed 0, more than 0',
    })
  })

  test('an attack that pays', async () => {
    const open = { ...counter, cheats: { 'count very fast': () => ['up', 'up', 'up'] } }

    expect(await failuresOf(open)).toEqual({
      'cheat count very fast': 'it earns 1 on seed 0, more than doing nothing may (0)',
    })
  })

  test('a task that is in two splits, or twice in one', async () => {
    const task = (id: string, split: string, hash: string) => ({ id, split, hash })
    const withTasks = (...list: ReturnType<typeof task>[]) => ({
      ...counter,
      tasks: { list: () => list },
    })

    expect(await failuresOf(withTasks(task('a', 'train', '1'), task('b', 'test', '1')))).toEqual({
      splits: 'task b is in test and, with the same content, in train',
    })
    expect(await failuresOf(withTasks(task('a', 'train', '1'), task('a', 'train', '2')))).toEqual({
      splits: 'task id a occurs twice',
    })
    expect(await failuresOf(withTasks(task('a', 'train', '1'), task('b', 'test', '2')))).toEqual({})
  })

  test('state outside the state, which a snapshot cannot bring back', async () => {
    const definition = () => {
      let steps = 0
      return {
        ...counter,
        reset(context: Parameters<typeof counter.reset>[0]) {
          steps = 0
          return counter.reset(context)
        },
        step(...given: Parameters<typeof counter.step>) {
          const step = counter.step(...given) as { observation: string }
          return { ...step, observation: `${steps++}` }
        },
      }
    }

    expect(await failuresOf(definition() as AnyDef)).toEqual({
      snapshot: 'after restore() the same actions give another transcript',
    })
  })

  test('state that JSON does not keep', async () => {
    const definition = defineEnv({
      id: 'test/Lossy-v0',
      state: 'resource',
      observationSpace: text(),
      actionSpace: text(),
      rewards: { sparse: solved() },
      maxEpisodeSteps: 9,
      reset: () => ({ state: { seen: new Set<string>() }, observation: '' }),
      step({ seen }, action) {
        seen.add(action)
        return { observation: `${seen.size}`, signals: { solved: false } }
      },
      expect: { gold: { none: 'nothing is solved here' } },
    })

    const failures = await failuresOf({ ...definition, state: 'data' } as AnyDef)

    expect(Object.keys(failures)).toEqual(['snapshot'])
  })

  test('an env by hand that steps before reset, after the end and after close', async () => {
    const careless = async (): Promise<Env<string, string>> => {
      const env = bareCounter()
      await env.reset()
      const { spec, observationSpace, actionSpace } = env
      return {
        spec,
        observationSpace,
        actionSpace,
        reset: env.reset,
        step: env.step,
        close: async () => {},
        [Symbol.asyncDispose]: async () => {},
      } as unknown as Env<string, string>
    }

    expect(await failuresOf(careless)).toMatchObject({
      order: 'step() before reset() is accepted',
      close: 'step() after close() is accepted',
    })
  })
})

test('checkEnv throws an EnvError that lists every failure and what to do', async () => {
  const broken = { ...counter, gold: () => [], noop: 'nothing' }

  await expect(checkEnv(broken)).rejects.toMatchObject({
    name: 'EnvError',
    message: expect.stringMatching(
      /^Cannot accept env test\/Counter-v0: spaces: noop .*; gold: the declared .*\(fix it, or declare/,
    ),
  })
})

test('an aborted check rejects with the reason', async () => {
  const reason = new Error('enough')

  await expect(inspectEnv(counter, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})

/** Truncates after the declared number of steps and refuses what follows, all by hand. */
function refusing(env: Env<string, 'up' | 'wait' | 'roll'>): Env<string, 'up' | 'wait' | 'roll'> {
  let left: number | null = null
  const refuse = () => {
    throw Object.assign(new Error('call reset() first'), { name: 'ResetNeededError' })
  }
  const close = async () => {
    left = null
    await env.close()
  }
  return {
    spec: env.spec,
    observationSpace: env.observationSpace,
    actionSpace: env.actionSpace,
    async reset(options) {
      left = env.spec.maxEpisodeSteps
      return env.reset(options)
    },
    async step(action, options) {
      if (left === null) return refuse()
      const step = await env.step(action, options)
      left--
      if (left === 0) step.truncated = true
      if (step.terminated || left === 0) left = null
      return step
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The counter's reset with another first observation. */
const resetting =
  (observation: () => string) => (context: Parameters<typeof counter.reset>[0]) => ({
    ...(counter.reset(context) as { state: { count: number; goal: number; rolled: number } }),
    observation: observation(),
  })
