import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planEpisodes, selectTasks } from './plan.ts'
import { task } from './wins.suite.ts'

const tasks = ['a', 'b', 'c', 'd', 'e'].map((id) => task(id))

test('a longer plan begins with the shorter one', () => {
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.nat(40),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(),
      (episodes, more, groupSize, seed) => {
        const short = planEpisodes({ episodes, seed, groupSize, tasks })
        const long = planEpisodes({ episodes: episodes + more, seed, groupSize, tasks })
        expect(long.slice(0, episodes)).toEqual(short)
      },
    ),
  )
})

test('members of a group share seed and task, and groups do not share seeds', () => {
  const plan = planEpisodes({ episodes: 12, seed: 1, groupSize: 4, tasks })

  const byGroup = new Map<string, Set<string>>()
  for (const { group, seed, task: id } of plan) {
    byGroup.set(group, (byGroup.get(group) ?? new Set()).add(`${seed} ${id}`))
  }

  expect([...byGroup.values()].map((shared) => shared.size)).toEqual([1, 1, 1])
  expect(new Set(plan.map(({ seed }) => seed)).size).toBe(3)
})

test('every task is played once before any is played again', () => {
  const plan = planEpisodes({ episodes: 10, seed: 3, groupSize: 1, tasks })

  const played = plan.map((episode) => episode.task)

  expect(played.slice(0, 5).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(played.slice(5).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('the order of tasks follows from the seed', () => {
  const order = (seed: number) =>
    planEpisodes({ episodes: 5, seed, groupSize: 1, tasks }).map((episode) => episode.task)

  expect(order(1)).toEqual(order(1))
  expect(new Set([1, 2, 3, 4].map((seed) => order(seed).join(''))).size).toBeGreaterThan(1)
})

test('tasks are chosen by split and difficulty', () => {
  const mixed = [task('a'), task('b', 'test'), task('c', 'test', 'hard')]

  const chosen = selectTasks('x/Y-v0', mixed, { split: 'test', difficulty: 'hard' })

  expect(chosen).toEqual([mixed[2]])
})

test('an unknown split is refused with those that exist', () => {
  expect(() => selectTasks('x/Y-v0', tasks, { split: 'tset' })).toThrow(
    'Cannot choose the split tset: the tasks of x/Y-v0 have none (choose from train)',
  )
  expect(() => selectTasks('x/Y-v0', null, { split: 'test' })).toThrow('env x/Y-v0 has no tasks')
})

test('a choice that leaves no task is refused', () => {
  const mixed = [task('a'), task('c', 'test', 'hard')]

  expect(() => selectTasks('x/Y-v0', mixed, { split: 'train', difficulty: 'hard' })).toThrow(
    'no task is left in split train of difficulty hard',
  )
})
