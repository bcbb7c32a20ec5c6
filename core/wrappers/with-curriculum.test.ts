import { expect, test } from 'vitest'
import { counter } from '../counter.suite.ts'
import {
  createCurriculum,
  decide,
  defineEnv,
  hashJson,
  make,
  rollout,
  type TaskInfo,
  withCurriculum,
} from '../index.ts'

const tasks: readonly TaskInfo[] = ['one', 'two'].flatMap((difficulty, level) =>
  [0, 1, 2].map((index) => ({
    id: `${difficulty}/${index}`,
    split: index === 2 ? 'test' : 'train',
    difficulty,
    hash: hashJson([level, index]),
  })),
)
const levelled = defineEnv({ ...counter, id: 'test/Levelled-v0', tasks: { list: () => tasks } })
const levels = ['one', 'two']

async function play(env: Awaited<ReturnType<typeof open>>, wins: boolean, seed?: number) {
  await env.reset(seed === undefined ? {} : { seed })
  const task = env.runner?.task()?.id ?? ''
  for (;;) {
    const { terminated, truncated } = await env.step(wins ? 'up' : 'wait')
    if (terminated || truncated) {
      await env.runner?.finish(terminated ? 'terminated' : 'truncated')
      return task
    }
  }
}
const open = async (curriculum = createCurriculum({ levels, window: 2, rehearse: 0 })) =>
  withCurriculum(await make(levelled), curriculum)

test('plays tasks of the level it is at, and moves on by success', async () => {
  const curriculum = createCurriculum({ levels, window: 2, rehearse: 0 })
  await using env = await open(curriculum)
  const played = [await play(env, true), await play(env, true), await play(env, false)]

  expect(played.map((id) => id.split('/')[0])).toEqual(['one', 'one', 'two'])
  await play(env, false)
  expect(curriculum.level).toBe('one')
})

test('is shared by several envs', async () => {
  const curriculum = createCurriculum({ levels, window: 2 })
  await using first = await open(curriculum)
  await using second = await open(curriculum)

  await play(first, true)
  await play(second, true)

  expect(curriculum.level).toBe('two')
})

test('chooses the same task for the same seed at the same level, and leaves a task that is asked for', async () => {
  await using env = await open()
  const seeded = async () => {
    await env.reset({ seed: 5 })
    return env.runner?.task()?.id
  }

  expect(await seeded()).toBe(await seeded())
  await env.reset({ task: 'two/1' })
  expect(env.runner?.task()?.id).toBe('two/1')
})

test('forks and restores in the middle of an episode', async () => {
  await using env = await open()
  await env.reset({ seed: 1 })
  await env.step('up')
  const saved = await env.snapshot()
  await using fork = await env.fork()
  await env.step('up')
  await env.restore(saved)

  expect(await env.step('up')).toEqual(await fork.step('up'))
})

test('says which levels there are where a level has no tasks', async () => {
  await using env = await open(createCurriculum({ levels: ['three'] }))
  await using without = withCurriculum(await make(counter), createCurriculum({ levels }))

  await expect(env.reset()).rejects.toThrow(
    'it has no tasks of difficulty three in split train (it has one, two',
  )
  await expect(without.reset()).rejects.toThrow('its tasks have no difficulty')
})

test('plays tasks of the split train alone, or of the one that is asked for', async () => {
  const splitsOf = async (options?: { split: string }) => {
    const curriculum = createCurriculum({ levels, window: 100 })
    await using env = withCurriculum(await make(levelled), curriculum, options)
    const splits = new Set<string | undefined>()
    for (let seed = 0; seed < 30; seed++) {
      await env.reset({ seed })
      splits.add(env.runner?.task()?.split)
    }
    return [...splits]
  }

  expect(await splitsOf()).toEqual(['train'])
  expect(await splitsOf({ split: 'test' })).toEqual(['test'])
})

test('goes through other tasks after other seeds, in a vector too', async () => {
  const curriculum = createCurriculum({ levels: ['one'], window: 100 })
  const after = async (seed: number) => {
    await using env = withCurriculum(await make(levelled), curriculum)
    await env.reset({ seed })
    const drawn: (string | undefined)[] = []
    for (let i = 0; i < 12; i++) {
      await env.reset()
      drawn.push(env.runner?.task()?.id)
    }
    return drawn
  }

  expect(await after(1)).toEqual(await after(1))
  expect(await after(1)).not.toEqual(await after(2))
})

test('reports an episode once, however often it is restored and finished, and none whose task was named', async () => {
  const curriculum = createCurriculum({ levels, window: 2, rehearse: 0 })
  await using env = await open(curriculum)
  const win = async () => {
    for (let i = 0; i < 3; i++) await env.step('up')
    await env.runner?.finish('terminated')
  }
  await env.reset({ seed: 1 })
  const saved = await env.snapshot()
  for (let i = 0; i < 4; i++) {
    await env.restore(saved)
    await win()
  }
  await env.reset({ task: 'one/1' })
  await win()
  await env.reset({ seed: 2, task: 'one/2' })

  expect(curriculum.state()).toEqual({ at: 0, recent: [true] })
})

test('reports at the next reset where nobody grades, and what grading says where somebody does', async () => {
  const ungraded = createCurriculum({ levels, window: 2 })
  await using bare = await open(ungraded)
  await bare.reset({ seed: 1 })
  for (let i = 0; i < 3; i++) await bare.step('up')
  expect(ungraded.state()).toEqual({ at: 0, recent: [] })
  await bare.reset()
  expect(ungraded.state()).toEqual({ at: 0, recent: [true] })

  const graded = createCurriculum({ levels, window: 2 })
  const later = defineEnv({
    ...levelled,
    id: 'test/Graded-v0',
    finish: () => ({ solved: true, progress: 1, rolled: 0 }),
  })
  await using env = withCurriculum(await make(later), graded)
  await rollout(
    env,
    { name: 'idle', begin: async () => ({ act: async () => decide('wait') }) },
    { seed: 1 },
  )
  expect(graded.state()).toEqual({ at: 0, recent: [true] })
})
