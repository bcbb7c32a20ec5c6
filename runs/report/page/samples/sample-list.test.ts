import { expect, test } from 'vitest'
import type { SampleRow } from '../../page-data.ts'
import { anySample, choicesOf, chooseSamples, keyOfSample } from './sample-list.ts'

const row = (update: number, group: string, value: number | null): SampleRow => ({
  ...{ run: update > 5 ? 1 : 0, update, group, episode: '0', env: null, task: null },
  ...{ difficulty: null, seed: null, turns: 1, tokens: update, largest: 1, blob: 0 },
  return: value,
  success: value === null ? null : value > 0,
})
const rows = [row(1, 'a', 0), row(1, 'b', 2), row(5, 'a', null), row(9, 'c', 1)]
const labelOf = (run: number) => ['first', 'second'][run] ?? ''
const chosen = (state: Partial<typeof anySample>) =>
  chooseSamples(rows, { ...anySample, ...state }, labelOf).map(keyOfSample)

test.each([
  [{}, ['1/9/c/0', '0/5/a/0', '0/1/a/0', '0/1/b/0']],
  [{ order: '-return' }, ['0/1/b/0', '1/9/c/0', '0/1/a/0', '0/5/a/0']],
  [{ order: 'return' }, ['0/1/a/0', '1/9/c/0', '0/1/b/0', '0/5/a/0']],
  [{ order: '-tokens', run: 'first' }, ['0/5/a/0', '0/1/a/0', '0/1/b/0']],
  [{ update: '1', group: 'b' }, ['0/1/b/0']],
  [{ outcome: 'unscored' }, ['0/5/a/0']],
  [{ outcome: 'failure' }, ['0/1/a/0']],
  [{ update: '7' }, []],
])('%j lists %j', (state, keys) => {
  expect(chosen(state)).toEqual(keys)
})

test('a menu offers what the others leave, and updates whatever the group', () => {
  const state = { ...anySample, update: '1', group: 'b' }

  expect([...choicesOf(rows, state, labelOf, 'group')]).toEqual([
    ['a', 1],
    ['b', 1],
  ])
  expect([...choicesOf(rows, state, labelOf, 'update')]).toEqual([
    ['9', 1],
    ['5', 1],
    ['1', 2],
  ])
})
