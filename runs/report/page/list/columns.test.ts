import { expect, test } from 'vitest'
import type { EpisodeRow, PageData } from '../../page-data.ts'
import { columnsOf, nextSort, sortRows } from './columns.ts'

const episodes = [
  { id: 'e2', reward: null, difficulty: '10', task: 'b' },
  { id: 'e1', reward: 0.5, difficulty: '2', task: null },
  { id: 'e10', reward: 1, difficulty: null, task: 'a' },
].map((row) => ({ ...row, run: 0, split: null, kind: null })) as unknown as readonly EpisodeRow[]
const data = { runs: [{ label: 'only' }], episodes } as unknown as PageData
const columns = columnsOf(data)

const sorted = (sort: string) => sortRows(episodes, sort, columns).map(({ id }) => id)

test('sortRows keeps the order of the plan without a column', () => {
  expect(sorted('')).toEqual(['e2', 'e1', 'e10'])
  expect(sorted('nothing')).toEqual(['e2', 'e1', 'e10'])
})

test('sortRows sorts numbers in texts as numbers, and what has no value last', () => {
  expect(sorted('id')).toEqual(['e1', 'e2', 'e10'])
  expect(sorted('difficulty')).toEqual(['e1', 'e2', 'e10'])
  expect(sorted('-difficulty')).toEqual(['e2', 'e1', 'e10'])
  expect(sorted('reward')).toEqual(['e1', 'e10', 'e2'])
  expect(sorted('-reward')).toEqual(['e10', 'e1', 'e2'])
})

test('columnsOf leaves out what no episode has', () => {
  const shown = columns.map(({ id }) => id)

  expect(shown).toContain('task')
  expect(shown).not.toContain('run')
  expect(shown).not.toContain('split')
})

test('nextSort goes through both directions and back to the plan', () => {
  const [reward] = columns.filter(({ id }) => id === 'reward')
  const [task] = columns.filter(({ id }) => id === 'task')

  expect(reward && ['', '-reward', 'reward'].map((sort) => nextSort(sort, reward))).toEqual([
    '-reward',
    'reward',
    '',
  ])
  expect(task && ['reward', 'task', '-task'].map((sort) => nextSort(sort, task))).toEqual([
    'task',
    '-task',
    '',
  ])
})
