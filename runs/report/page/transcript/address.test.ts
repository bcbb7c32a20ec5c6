import { expect, test } from 'vitest'
import type { PageData } from '../../page-data.ts'
import { addressOf, findRow, relativesOf } from './address.ts'

const row = (run: number, id: string, group: string, task: string, seed: number) => ({
  run,
  id,
  group,
  task,
  seed,
})
const data = {
  runs: [
    { label: 'first', env: 'swe' },
    { label: 'second', env: 'swe' },
    { label: 'other', env: 'text' },
  ],
  episodes: [
    row(0, 'a', 'g1', 'one', 7),
    row(0, 'b', 'g1', 'one', 7),
    row(0, 'c', 'g2', 'two', 8),
    row(1, 'a', 'g1', 'one', 7),
    row(2, 'a', 'g1', 'one', 7),
  ],
} as unknown as PageData
const [first] = data.episodes

test('an episode is found by the label of its run, or its index', () => {
  expect(first && findRow(addressOf(first, data), data)).toBe(first)
  expect(findRow({ run: '1', id: 'a' }, data)).toBe(data.episodes[3])
  expect(findRow({ run: 'nowhere', id: 'a' }, data)).toBeUndefined()
})

test('relatives are the others of the group, and the same task and seed in other runs of the env', () => {
  const relatives = first && relativesOf(first, data)

  expect(relatives?.group.map(({ id }) => id)).toEqual(['b'])
  expect(relatives?.twins).toEqual([data.episodes[3]])
})
