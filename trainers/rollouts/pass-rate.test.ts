import { expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { task } from './groups.suite.ts'
import { type PassRateOptions, tasksByPassRate } from './pass-rate.ts'

const tasks = Array.from({ length: 20 }, (_, place) => task(`t${place}`))
/** t0 is never solved, t19 always. */
const rateOf = (id: string) => Number(id.slice(1)) / 19
const open = (options: PassRateOptions = {}, of = tasks) =>
  tasksByPassRate({ env: 'a/B-v0', tasks: of, seed: 7 }, options)

function play(source: ReturnType<typeof open>, groups: number): string[] {
  const rng = createRng(1)
  return Array.from({ length: groups }, (_, number) => {
    const next = source.next(number)
    source.report(
      next,
      Array.from({ length: 8 }, () => rng.chance(rateOf(next.id))),
    )
    return next.id
  })
}

test('tasks are played the more, the nearer to the target they are, and all of them again and again', () => {
  const played = play(open(), 2000).slice(200)
  const shareOf = (low: number, high: number) =>
    played.filter((id) => rateOf(id) >= low && rateOf(id) <= high).length / played.length

  expect(shareOf(0.3, 0.7)).toBeGreaterThan(0.8)
  expect(new Set(played).size).toBe(tasks.length)
})

test('another target prefers other tasks', () => {
  const meanRate = (target: number) => {
    const played = play(open({ target }), 1000).slice(200)
    return played.reduce((sum, id) => sum + rateOf(id), 0) / played.length
  }

  expect(meanRate(0.2)).toBeLessThan(0.35)
  expect(meanRate(0.8)).toBeGreaterThan(0.65)
})

test('a task that was never played is thought to be like others of its difficulty', () => {
  const of = [...'abcd'].map((id, place) => task(id, place < 2 ? 'easy' : 'hard'))
  const source = open({ explore: 1e-9, candidates: 4 }, of)
  source.report(task('a', 'easy'), Array(8).fill(true))
  source.report(task('c', 'hard'), [true, true, true, false, false, false, false, false])

  // b is like a, and d like c: solved less than half of the time, but nearer to it.
  expect(source.next(0).id).toBe('d')
  source.report(task('c', 'hard'), Array(8).fill(false))
  source.report(task('a', 'easy'), [true, true, true, true, false, false, false, false])
  expect(source.next(1).id).toBe('a')
})

test('a policy that changed is found out: what came last counts most', () => {
  const of = [task('a', 1), task('b', 2)]
  const source = open({ explore: 1e-9, candidates: 2 }, of)
  for (let i = 0; i < 20; i++) source.report(task('a', 1), [true, true, true, true])
  source.report(task('b', 2), [true, true, true, false])
  expect(source.next(0).id).toBe('b')

  source.report(task('b', 2), [true, true, true, true])
  for (let i = 0; i < 2; i++) source.report(task('a', 1), [true, false, true, false])

  expect(source.next(1).id).toBe('a')
})

test('unscored episodes say nothing', () => {
  const source = open()
  const before = JSON.stringify(source.state())

  source.report(task('t3'), [null, null])

  expect(JSON.stringify(source.state())).toBe(before)
})

test.each<[PassRateOptions, string]>([
  [{ target: 1 }, 'its target is 1'],
  [{ candidates: 0 }, 'each task is one of 0 candidates'],
  [{ explore: 0 }, 'it explores 0'],
])('%j is refused', (options, reason) => {
  expect(() => open(options)).toThrow(`Cannot control the pass rate of a/B-v0: ${reason}`)
})

test.each([
  [null, 'expected object'],
  [{ explored: 0, tasks: [['t1', -1, 2]], levels: [] }, 'tasks.0.1'],
  [{ explored: 0, tasks: [['z', 1, 2]], levels: [] }, 'it knows the task z'],
])('the state %j is refused', (state, reason) => {
  expect(() => open().restore(state as never)).toThrow(
    'Cannot restore the choice of tasks of a/B-v0',
  )
  expect(() => open().restore(state as never)).toThrow(reason)
})
