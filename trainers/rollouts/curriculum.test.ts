import { expect, test } from 'vitest'
import { followCurriculum, type TaskCurriculum } from './curriculum.ts'
import { task } from './groups.suite.ts'

const levelled = (levels: readonly (string | number)[], each = 4) =>
  levels.flatMap((level) => Array.from({ length: each }, (_, i) => task(`${level}/${i}`, level)))

const open = (
  levels: readonly (string | number)[],
  curriculum: TaskCurriculum = { kind: 'success', window: 4, rehearse: 0 },
  each = 4,
) => followCurriculum({ env: 'a/B-v0', tasks: levelled(levels, each), seed: 3 }, curriculum)

const levelsPlayed = (
  source: ReturnType<typeof open>,
  count: number,
  successes: readonly (boolean | null)[],
) =>
  Array.from({ length: count }, (_, number) => {
    const next = source.next(number)
    source.report(next, successes)
    return next.difficulty
  })

test('the next difficulty comes once one is mastered, and no unscored episode counts', () => {
  const source = open(['standard', 'hard'])

  expect(levelsPlayed(source, 5, [null, null, true])).toEqual([
    ...['standard', 'standard', 'standard', 'standard', 'hard'],
  ])
})

test.each([
  { levels: [10, 9, 2], order: [2, 9, 10] },
  { levels: ['10', '9', '2'], order: ['2', '9', '10'] },
  { levels: ['small', 'large', '3'], order: ['small', 'large', '3'] },
])('difficulties $levels are taken in the order $order', ({ levels, order }) => {
  expect(levelsPlayed(open(levels), 3, Array(4).fill(true))).toEqual(order)
})

test('a level that comes again goes on with tasks that were not played yet', () => {
  const source = open(['easy', 'hard'], { kind: 'success', window: 2, rehearse: 0, lower: 0.5 })
  const ids = [0, 1, 2, 3, 4, 5].map((number) => {
    const next = source.next(number)
    source.report(next, Array(2).fill(next.difficulty === 'easy'))
    return next.id
  })

  expect(new Set(ids.filter((id) => id.startsWith('easy'))).size).toBe(3)
  expect(new Set(ids.filter((id) => id.startsWith('hard'))).size).toBe(3)
})

test('a start is found whether it was given as a number or as text', () => {
  const source = open([1, 2, 3], { kind: 'success', start: '2', rehearse: 0 })

  expect(source.next(0).difficulty).toBe(2)
  expect(() => open([1, 2], { kind: 'success', start: 5 })).toThrow('it starts at 5')
})

test.each([
  { tasks: [task('a')], reason: 'its tasks have no difficulty' },
  { tasks: [task('a', 1), task('b')], reason: 'some of its tasks have no difficulty' },
  {
    tasks: [task('a', 'easy'), task('b', 'easy')],
    reason: 'all its tasks have the difficulty easy',
  },
])('it is said when $reason', ({ tasks, reason }) => {
  expect(() => followCurriculum({ env: 'a/B-v0', tasks, seed: 1 }, { kind: 'success' })).toThrow(
    `Cannot follow a curriculum in a/B-v0: ${reason}`,
  )
})

test('the state of other levels is refused', () => {
  const state = open(['easy', 'hard']).state()

  expect(() => open(['easy', 'standard', 'hard']).restore(state)).toThrow(
    'it is of 2 difficulties, and there are 3',
  )
  expect(() => open(['easy', 'hard']).restore({ played: [0, 0], curriculum: { at: 7 } })).toThrow(
    'Cannot restore a curriculum of 2 levels',
  )
})
