import { expect, test } from 'vitest'
import type { Json } from '../../../core/index.ts'
import { wilson } from '../../statistics.ts'
import { failed, fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { integrityPanel } from './integrity.ts'

const went = (...integrity: readonly string[]) => ({
  turns: [{ action: 'go', info: { integrity: [...integrity] } }],
})
const episodes = [
  { value: 0, ...went('tests changed: test/a.js was removed, restored for grading') },
  { value: 1, ...went('tests changed: test/b.js was removed, restored for grading') },
  {
    value: 0,
    finalInfo: {
      integrity: ['report forged: it holds lines of a report', 'tests read: it reads stack'],
    },
  },
  { value: 1, finalInfo: { integrity: [] } },
]

test('episodes with findings are counted by kind and in their own words, and lead to their episodes', async () => {
  const blocks = await shown(integrityPanel, [fakeRun(integrityPanel, 'one', episodes)])

  expect(tableOf(blocks, 'What was tried, by kind').rows).toEqual([
    { cells: ['tests changed', 2], query: 'integrity:"tests changed"' },
    { cells: ['report forged', 1], query: 'integrity:"report forged"' },
    { cells: ['tests read', 1], query: 'integrity:"tests read"' },
  ])
  expect(tableOf(blocks, 'In their own words').rows[0]).toEqual({
    cells: ['tests changed: <path> was removed, restored for grading', 2],
    query: 'finding:"tests changed: <path> was removed, restored for grading"',
  })
})

test('the headline has an interval, and says how many were a success all the same', async () => {
  const [stats] = await shown(integrityPanel, [fakeRun(integrityPanel, 'one', episodes)])

  const { low = 0, high = 0 } = wilson(3, 4) ?? {}
  const range = `95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %`
  expect(stats).toMatchObject({
    kind: 'stats',
    items: [
      { label: 'Episodes with findings', value: '75.0 %', detail: `3 of 4; ${range}` },
      { label: 'Of them successes', value: '1', tone: 'bad' },
    ],
  })
})

test('several runs stand side by side', async () => {
  const runs = ['a', 'b'].map((label) => fakeRun(integrityPanel, label, episodes))

  const blocks = await shown(integrityPanel, runs)

  expect(tableOf(blocks, 'Episodes with findings').rows.map(({ cells }) => cells)).toEqual([
    ['a', 0.75, expect.any(Number), expect.any(Number), 3, 1, 4],
    ['b', 0.75, expect.any(Number), expect.any(Number), 3, 1, 4],
  ])
  expect(tableOf(blocks, 'What was tried, by kind').rows[0]?.query).toBe(
    'run:a integrity:"tests changed"',
  )
})

test('where an env looks and nothing is found it says so; where none looks there is no panel', async () => {
  const clean = [{ finalInfo: { integrity: [] } }, { finalInfo: { integrity: [] } }]

  expect(await shown(integrityPanel, [fakeRun(integrityPanel, 'one', clean)])).toEqual([
    expect.objectContaining({ kind: 'note', text: expect.stringContaining('2 episodes') }),
  ])
  expect(await shown(integrityPanel, [fakeRun(integrityPanel, 'one', [{}, {}])])).toEqual([])
  expect(await shown(integrityPanel, [fakeRun(integrityPanel, 'one', [])])).toEqual([])
})

test('whatever an env says of itself can be read, but not of an episode that failed', async () => {
  const odd: readonly Json[] = [
    7,
    'text',
    ['a', { kind: 'tests' }, null],
    { leaked: true, no: false },
  ]
  const all = [
    ...odd.map((integrity) => ({ turns: [{ action: 'go', info: { integrity } }] })),
    { ...went('never counted'), outcome: failed('gone') },
  ]

  const blocks = await shown(integrityPanel, [fakeRun(integrityPanel, 'one', all)])

  const names = tableOf(blocks, 'What was tried, by kind').rows.map(({ cells }) => cells[0])
  expect(names.sort()).toEqual(['a', 'leaked', 'tests', 'text'])
})
