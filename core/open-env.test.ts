import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { guessNumber } from '../envs/text/guess-number/env.ts'
import { custom, signal, solved } from '../rewards/index.ts'
import { counter } from './counter.suite.ts'
import {
  type Clock,
  createManualClock,
  defineEnv,
  json,
  make,
  type TaskInfo,
  text,
} from './index.ts'

/** A resource env that counts what is open; `gate` holds back resets until it resolves. */
function leaky(gate: () => Promise<void> = async () => {}) {
  const open = new Set<number>()
  let opened = 0
  const definition = defineEnv({
    id: 'test/Leaky-v0',
    state: 'resource',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 5,
    async reset() {
      const handle = opened++
      open.add(handle)
      await gate()
      return { state: { handle }, observation: '' }
    },
    step: () => ({ observation: '', signals: { solved: false } }),
    close({ handle }) {
      open.delete(handle)
    },
  })
  return { definition, open }
}

describe('reset', () => {
  test('gives the same episode for the same seed, on a fresh and on a used env', async () => {
    await using used = await make(counter)
    await used.reset({ seed: 1 })
    await used.step('roll')
    await using fresh = await make(counter)

    expect(await used.reset({ seed: 5 })).toEqual(await fresh.reset({ seed: 5 }))
    expect(await used.step('roll')).toEqual(await fresh.step('roll'))
  })

  test('continues the stream of seeds that the last given seed began', async () => {
    await using one = await make(counter)
    await using other = await make(counter, { seed: 9 })
    const next = async (env: typeof one) => [
      (await env.reset()).observation,
      (await env.reset()).observation,
    ]

    await one.reset({ seed: 3 })
    await one.reset()
    await one.reset({ seed: 4 })
    await other.reset({ seed: 4 })

    const followed = await next(one)
    expect(await next(other)).toEqual(followed)
    expect(new Set(followed).size).toBe(2)
  })

  test('starts from the seed that make was given', async () => {
    const first = async (seed?: number) => {
      await using env = await make(counter, { seed })
      return (await env.reset()).observation
    }

    expect(await first()).toBe(await first(0))
    expect(await first(1)).not.toBe(await first(0))
  })

  test.each([-1, 1.5, Number.NaN, 2 ** 60])(
    'refuses seed %s and leaves the episode as it is',
    async (seed) => {
      await using env = await make(counter)
      await env.reset({ seed: 0 })
      await env.step('up')

      await expect(env.reset({ seed })).rejects.toThrow('give a whole number from 0')

      expect((await env.step('wait')).observation).toMatch(/^1 /)
    },
  )

  test('puts the first signals into info', async () => {
    await using env = await make(counter)

    const { info } = await env.reset({ seed: 0 })

    expect(info.signals).toMatchObject({ solved: false, progress: 0 })
  })

  test('closes the episode before, and close the last one', async () => {
    const { definition, open } = leaky()
    const env = await make(definition)

    await env.reset()
    await env.reset()
    expect([...open]).toEqual([1])
    await env.close()

    expect([...open]).toEqual([])
  })

  test('frees what it opened when the env is closed meanwhile', async () => {
    let release = () => {}
    const { definition, open } = leaky(
      () =>
        new Promise((resolve) => {
          release = resolve
        }),
    )
    const env = await make(definition)

    const late = env.reset()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await env.close()
    release()

    await expect(late).rejects.toThrow('it was closed meanwhile')
    expect([...open]).toEqual([])
  })

  test('frees what an overtaken reset opened', async () => {
    const gates: (() => void)[] = []
    const { definition, open } = leaky(() => new Promise((resolve) => gates.push(resolve)))
    const env = await make(definition)

    const first = env.reset()
    const second = env.reset()
    await new Promise((resolve) => setTimeout(resolve, 5))
    for (const release of gates) release()

    await expect(first).rejects.toThrow('it was reset again meanwhile')
    await second
    expect([...open]).toEqual([1])
    await env.close()
    expect([...open]).toEqual([])
  })

  test('rejects with the reason of an aborted signal', async () => {
    await using env = await make(counter)
    const reason = new Error('enough')

    await expect(env.reset({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe('tasks', () => {
  const task = (id: string): TaskInfo => ({ id, split: 'train', hash: id })
  const list = [task('easy'), task('middle'), task('hard')]
  const withTasks = defineEnv({
    id: 'test/Tasks-v0',
    state: 'data',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: solved() },
    maxEpisodeSteps: 2,
    tasks: { list: () => list },
    reset: ({ task: chosen }) => ({
      state: { id: chosen?.id ?? '' },
      observation: chosen?.id ?? '',
    }),
    step: () => ({ observation: '', signals: { solved: false } }),
  })

  test('are drawn from the seed, each of them sometimes', async () => {
    await using env = await make(withTasks)
    const drawn: string[] = []
    for (let seed = 0; seed < 30; seed++) drawn.push((await env.reset({ seed })).observation)

    expect(new Set(drawn)).toEqual(new Set(['easy', 'middle', 'hard']))
    expect((await env.reset({ seed: 7 })).observation).toBe(drawn[7])
    expect(env.runner?.task()?.id).toBe(drawn[7])
  })

  test('are played by name', async () => {
    await using env = await make(withTasks)

    expect((await env.reset({ seed: 0, task: 'hard' })).observation).toBe('hard')
  })

  test('are named in the error when there is none of that name', async () => {
    await using env = await make(withTasks)
    await using without = await make(counter)

    await expect(env.reset({ task: 'hart' })).rejects.toThrow('did you mean "hard"?')
    await expect(without.reset({ task: 'x' })).rejects.toThrow('has no tasks')
  })

  test('are not all listed where there are many', async () => {
    const many = Array.from({ length: 500 }, (_, i) => task(`task-number-${i}`))
    await using env = await make({ ...withTasks, tasks: { list: () => many } })

    await expect(env.reset({ task: 'zzz' })).rejects.toThrow('choose one of its 500 tasks')
    await expect(env.reset({ task: 'task-nummber-300' })).rejects.toThrow('"task-number-300"')
  })

  test('cannot be drawn from an empty list', async () => {
    await using env = await make({ ...withTasks, tasks: { list: () => [] } })

    await expect(env.reset()).rejects.toThrow('its task list is empty')
  })
})

describe('step', () => {
  test('answers an action outside the space with an observation, counted and worth 0', async () => {
    await using env = await make(counter, { reward: 'dense' })
    await env.reset({ seed: 0 })
    await env.step('up')

    const step = await env.step('sideways' as 'up')

    expect(step).toMatchObject({ reward: 0, rewards: {}, terminated: false, truncated: false })
    expect(step.observation).toMatch(/^Invalid action: /)
    expect(step.info.invalid).toBeDefined()
    expect(step.info.signals).toBeUndefined()
    expect((await env.step('up')).observation).toMatch(/^2 /)
  })

  test('answers an Invalid of the agent with its reason', async () => {
    await using env = await make(counter)
    await env.reset({ seed: 0 })

    const step = await env.step({ invalid: 'the JSON did not parse', raw: '{' })

    expect(step.observation).toBe('Invalid action: the JSON did not parse.')
    expect(step.info.invalid).toBe('the JSON did not parse')
  })

  test('lets the author answer an invalid action where observations are not text', async () => {
    const grid = defineEnv({
      id: 'test/Grid-v0',
      state: 'data',
      observationSpace: json(z.object({ at: z.int(), note: z.string() })),
      actionSpace: json(z.enum(['left', 'right'])),
      rewards: { sparse: solved() },
      maxEpisodeSteps: 3,
      reset: () => ({ state: { at: 4 }, observation: { at: 4, note: '' } }),
      step: ({ at }) => ({ observation: { at, note: '' }, signals: { solved: false } }),
      invalid: ({ invalid }, { at }) => ({ at, note: invalid }),
    })
    await using env = await make(grid)
    await env.reset()

    const { observation } = await env.step({ invalid: 'what?', raw: null })

    expect(observation).toEqual({ at: 4, note: 'what?' })
  })

  test('gives the provisional reward and its named parts', async () => {
    await using env = await make(counter, { reward: 'dense' })
    await env.reset({ seed: 0 })

    const first = await env.step('up')
    await env.step('up')
    const last = await env.step('up')

    expect(first.reward).toBeCloseTo(0.5 / 3)
    expect(first.rewards['progress']).toBeCloseTo(1 / 3)
    expect(last.rewards['solved']).toBe(1)
    expect(last.reward).toBeCloseTo(1 + 0.5 / 3)
    expect(last.terminated).toBe(true)
  })

  test('puts a reward term that throws down to the reward, with its cause', async () => {
    const broken = custom('broken', () => {
      throw new TypeError('no such field')
    })
    await using env = await make(counter, { reward: broken })
    await env.reset()

    const step = env.step('up')

    await expect(step).rejects.toMatchObject({ name: 'RewardError', cause: { name: 'TypeError' } })
  })

  test('remembers the signals before as they were, when an author counts in one object', async () => {
    const tally = defineEnv({
      id: 'test/Tally-v0',
      state: 'data',
      observationSpace: text(),
      actionSpace: text(),
      rewards: {
        sparse: custom('rise', ({ signals, previous }: Rise) => signals.n - (previous?.n ?? 0)),
      },
      maxEpisodeSteps: 3,
      reset: () => ({ state: { counts: { n: 0 } }, observation: '' }),
      step({ counts }) {
        counts.n++
        return { observation: '', signals: counts }
      },
    })
    await using env = await make(tally)
    await env.reset()

    const rewards = [(await env.step('')).reward, (await env.step('')).reward]

    expect(rewards).toEqual([1, 1])
  })

  test('rejects with the reason of an aborted signal', async () => {
    await using env = await make(counter)
    await env.reset()
    const reason = new Error('enough')

    await expect(env.step('up', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
type CounterState = Parameters<typeof counter.step>[0]
type Rise = { signals: { n: number }; previous: { n: number } | null }

describe('close', () => {
  test('is fine twice, and nothing runs afterwards', async () => {
    const env = await make(counter)
    await env.reset({ seed: 0 })
    const saved = await env.snapshot()

    await env.close()
    await env.close()

    await expect(env.step('up')).rejects.toThrow('call reset() first')
    await expect(env.reset()).rejects.toThrow('it is closed')
    await expect(env.restore(saved)).rejects.toThrow('it is closed')
    await expect(env.snapshot()).rejects.toMatchObject({ name: 'ResetNeededError' })
  })

  test('frees a resource once', async () => {
    let closed = 0
    const { definition } = leaky()
    const env = await make({
      ...definition,
      close() {
        closed++
      },
    })
    await env.reset()

    await Promise.all([env.close(), env.close()])

    expect(closed).toBe(1)
  })
})

describe('finish', () => {
  const graded = (grade: () => { solved: boolean } | Promise<{ solved: boolean }>) =>
    defineEnv({
      id: 'test/Graded-v0',
      state: 'data',
      observationSpace: text(),
      actionSpace: text(),
      rewards: { sparse: solved() },
      maxEpisodeSteps: 2,
      reset: () => ({ state: {}, observation: '' }),
      step: () => ({ observation: '', signals: { solved: false } }),
      finish: grade,
    })

  test('runs once an episode, however often it is asked for', async () => {
    let runs = 0
    await using env = await make(
      graded(() => {
        runs++
        return { solved: true }
      }),
    )
    await env.reset()

    const first = await env.runner?.finish('truncated')
    const second = await env.runner?.finish('truncated')
    expect([first, second, runs]).toEqual([{ solved: true }, { solved: true }, 1])
    await env.reset()
    await env.runner?.finish('truncated')

    expect(runs).toBe(2)
  })

  test('does not run again after it threw at once', async () => {
    let runs = 0
    await using env = await make(
      graded(() => {
        runs++
        throw new Error('the grader broke')
      }),
    )
    await env.reset()

    await expect(env.runner?.finish('terminated')).rejects.toThrow('the grader broke')
    await expect(env.runner?.finish('terminated')).rejects.toThrow('the grader broke')

    expect(runs).toBe(1)
  })

  test('is null where the env declares none', async () => {
    await using env = await make(counter)
    await env.reset()

    expect(await env.runner?.finish('truncated')).toBeNull()
  })
})

describe('artifacts', () => {
  const leaving = (seen: string[]) => ({
    ...counter,
    finish(state: CounterState) {
      seen.push(`finish ${state.count}`)
      return { solved: false, progress: 0, rolled: 0 }
    },
    artifacts({ count }: CounterState, { ended }: { ended: string }) {
      seen.push(`artifacts ${count} ${ended}`)
      return { note: { type: 'text' as const, text: `${count}` } }
    },
  })

  test('are made once an episode, after grading, whoever asks first', async () => {
    const seen: string[] = []
    await using env = await make(leaving(seen))
    await env.reset()
    await env.step('up')

    const first = await env.runner?.artifacts('truncated')
    const second = await env.runner?.artifacts('truncated')
    await env.runner?.finish('truncated')

    expect([first, second]).toEqual(Array(2).fill({ note: { type: 'text', text: '1' } }))
    expect(seen).toEqual(['finish 1', 'artifacts 1 truncated'])
  })

  test('are made anew after reset, and in a fork and a restored env of their own states', async () => {
    const seen: string[] = []
    await using env = await make(leaving(seen))
    await env.reset()
    const saved = await env.snapshot()
    await env.step('up')
    await env.runner?.artifacts('truncated')
    await using fork = await env.fork()
    await fork.step('up')

    await fork.runner?.artifacts('truncated')
    await env.restore(saved)
    await env.runner?.artifacts('truncated')
    await env.reset()
    await env.step('up')
    await env.runner?.artifacts('terminated')

    expect(seen.filter((call) => call.startsWith('artifacts'))).toEqual([
      'artifacts 1 truncated',
      'artifacts 2 truncated',
      'artifacts 0 truncated',
      'artifacts 1 terminated',
    ])
  })

  test('are not made where grading threw', async () => {
    const seen: string[] = []
    await using env = await make({
      ...leaving(seen),
      finish() {
        throw new Error('the grader broke')
      },
    })
    await env.reset()

    await expect(env.runner?.artifacts('terminated')).rejects.toThrow('the grader broke')

    expect(seen).toEqual([])
  })

  test('are null where the env declares none', async () => {
    await using env = await make(counter)
    await env.reset()

    expect(await env.runner?.artifacts('truncated')).toBeNull()
  })
})

describe('the privileged side', () => {
  test('gives the solution action by action, then null', async () => {
    await using env = await make(counter, { options: { goal: 2 } })
    await env.reset()
    const plan = env.runner?.gold?.()

    expect([await plan?.(), await plan?.(), await plan?.()]).toEqual(['up', 'up', null])
  })

  test('asks a closed-loop solution with the state as it is then', async () => {
    const looped = {
      ...counter,
      gold: () => (state: { count: number }) => (state.count < 1 ? ('up' as const) : null),
    }
    await using env = await make(looped)
    await env.reset()
    const plan = env.runner?.gold?.()

    const before = await plan?.()
    await env.step('up')

    expect([before, await plan?.()]).toEqual(['up', null])
  })

  test('refuses a cheat that is not declared, instead of doing nothing in its name', async () => {
    await using env = await make(guessNumber)
    await env.reset()

    expect(env.runner?.cheats).toEqual(['everything at once'])
    expect(() => env.runner?.cheat('everything at one')).toThrow('"everything at once"')
    expect(() => env.runner?.cheat('constructor')).toThrow('no such attack')
  })
})

test('a clock given to make is the one the env sees', async () => {
  const clock: Clock = createManualClock(123)
  const timed = defineEnv({
    id: 'test/Timed-v0',
    state: 'data',
    observationSpace: text(),
    actionSpace: text(),
    rewards: { sparse: signal('at') },
    maxEpisodeSteps: 1,
    reset: () => ({ state: {}, observation: '' }),
    step: (_state, _action, context) => ({ observation: '', signals: { at: context.clock.now() } }),
  })
  await using env = await make(timed, { clock })
  await env.reset()

  expect((await env.step('up')).reward).toBe(123)
})
