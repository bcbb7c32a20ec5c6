import { expect, test } from 'vitest'
import { counter } from '../counter.suite.ts'
import {
  createCurriculum,
  defineEnv,
  hashJson,
  make,
  type TaskInfo,
  withCurriculum,
} from '../index.ts'

const tasks: readonly TaskInfo[] = ['one', 'two'].flatMap((difficulty, level) =>
  [0, 1, 2].map((index) => ({
    id: `${difficulty}/${index}`,
    split: 'train',
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
    if (terminated || truncated) return task
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

  await expect(env.reset()).rejects.toThrow('it has no tasks of difficulty three (it has one, two')
  await expect(without.reset()).rejects.toThrow('its tasks have no difficulty')
})
