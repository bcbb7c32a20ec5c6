import { expect, test } from 'vitest'
import { centred, normalised, withinGroups, withSignal } from './groups.ts'
import { hasSpread } from './spread.ts'

const members = (values: readonly number[], key = 'g') => values.map((value) => ({ key, value }))

test('a lone member gets exactly 0, whatever would be made of it', () => {
  const alone = members([7])

  expect([...withinGroups(alone, () => [42])]).toEqual([0])
  expect(withSignal(alone)).toEqual([false])
})

test('members that are all equal get exactly 0, also where they differ by rounding', () => {
  const rounding = members([0.1 + 0.2, 0.3])
  const cancelled = members([0.1 + 0.2 - 0.3, 0])

  for (const group of [rounding, cancelled]) {
    expect([...withinGroups(group, normalised({ epsilon: 0, ddof: 1 }))]).toEqual([0, 0])
    expect(withSignal(group)).toEqual([false, false])
  }
})

test('groups are told apart by key, in whatever order they come', () => {
  const mixed = [
    { key: 'a', value: 1 },
    { key: 'b', value: 10 },
    { key: 'a', value: 3 },
    { key: 'b', value: 30 },
  ]

  expect([...withinGroups(mixed, centred)]).toEqual([-1, -10, 1, 10])
})

test('spread is measured against the largest value, and against 1 below it', () => {
  expect(hasSpread([1e6, 1e6 + 1e-7])).toBe(false)
  expect(hasSpread([1e6, 1e6 + 1e-5])).toBe(true)
  expect(hasSpread([0, 1e-13])).toBe(false)
  expect(hasSpread([0, 1e-11])).toBe(true)
  expect(hasSpread([])).toBe(false)
})
