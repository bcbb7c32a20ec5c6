import { expect, test } from 'vitest'
import { evaluationPlan } from './evaluation-plan.ts'
import { task } from './groups.suite.ts'

const tasks = [
  ...[0, 1, 2, 3, 4, 5].map((i) => task(`easy/${i}`, 'easy', i < 3 ? 'train' : 'test')),
  ...[0, 1, 2].map((i) => task(`hard/${i}`, 'hard', i < 1 ? 'train' : 'test')),
]
const plan = (given: Partial<Parameters<typeof evaluationPlan>[0]> = {}) =>
  evaluationPlan({ seed: 1, envs: [{ tasks }], episodes: 10, ...given })
const idsOf = (groups: ReturnType<typeof plan>) => groups.map((group) => group.task?.id ?? '')

test('it is the same every time, and a longer one begins with the shorter', () => {
  expect(plan()).toEqual(plan())
  expect(plan({ episodes: 25 }).slice(0, 10)).toEqual(plan())
  expect(idsOf(plan({ seed: 2 }))).not.toEqual(idsOf(plan()))
})

test('tasks are those of the split test, as many of each difficulty', () => {
  const ids = idsOf(plan({ episodes: 12 }))

  expect(ids.filter((id) => id.startsWith('easy')).toSorted()).toEqual(
    ['easy/3', 'easy/4', 'easy/5'].flatMap((id) => [id, id]),
  )
  expect(ids.filter((id) => id.startsWith('hard')).toSorted()).toEqual(
    ['hard/1', 'hard/2'].flatMap((id) => [id, id, id]),
  )
})

test('a split may be named, and is refused where there is none', () => {
  expect(new Set(idsOf(plan({ split: 'train', episodes: 20 })))).toEqual(
    new Set(['easy/0', 'easy/1', 'easy/2', 'hard/0']),
  )
  expect(() => plan({ split: 'tset', envs: [{ name: 'a/B-v0', tasks }] })).toThrow(
    'Cannot choose the split tset: the tasks of a/B-v0 have none (did you mean "test"?)',
  )
})

test('without tasks, or without a split of their own, seeds are what is held out', () => {
  const bare = plan({ envs: [{ tasks: null }], split: 'test' })
  const unsplit = plan({ envs: [{ tasks: [task('a'), task('b')] }] })

  expect(bare.every((group) => group.task === null)).toBe(true)
  expect(new Set(bare.map(({ seed }) => seed)).size).toBe(10)
  expect(new Set(idsOf(unsplit))).toEqual(new Set(['a', 'b']))
  expect(unsplit.every(({ seed }) => seed >= 2 ** 31)).toBe(true)
})

test('episodes are spread over all envs, one member each', () => {
  const groups = plan({ envs: [{ tasks }, { tasks: null }, { tasks }], episodes: 8 })

  expect(groups.map(({ env }) => env)).toEqual([0, 1, 2, 0, 1, 2, 0, 1])
  expect(groups[3]).toMatchObject({ index: 3, size: 1, key: 'e000003' })
})

test.each([{ episodes: -1 }, { episodes: 1.5 }, { envs: [] }])('%j is refused', (given) => {
  expect(() => plan(given)).toThrow('Cannot plan')
})
