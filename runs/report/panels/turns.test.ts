import { expect, test } from 'vitest'
import { collected, failed, fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { turnsPanel } from './turns.ts'

const turns = (count: number) => Array.from({ length: count }, () => ({ action: 'go' }))
const episodes = [
  { turns: turns(2) },
  { turns: turns(4), ended: 'truncated' as const },
  { turns: turns(4) },
  { turns: turns(9), outcome: failed('gone', 'turn') },
]

test('turns are those of the summary, without failed episodes', async () => {
  const run = fakeRun(turnsPanel, 'one', episodes)

  const { runs } = await collected<{ runs: readonly { turns: object; ended: object }[] }>(
    turnsPanel,
    [run],
  )

  expect(runs[0]?.ended).toEqual({ terminated: 2, truncated: 1, failed: 1 })
  expect(runs[0]?.turns).toEqual({
    mean: run.summary.turns.mean,
    p5: 2,
    p50: run.summary.turns.p50,
    p95: run.summary.turns.p95,
    max: 4,
  })
})

test('the distribution has every number between the least and the most', async () => {
  const blocks = await shown(turnsPanel, [fakeRun(turnsPanel, 'one', episodes)])

  expect(tableOf(blocks, 'Distribution of turns').rows).toEqual([
    { cells: ['2', 1, 1 / 3], query: 'turns=2 -ended:failed' },
    { cells: ['3', 0, 0], query: 'turns=3 -ended:failed' },
    { cells: ['4', 2, 2 / 3], query: 'turns=4 -ended:failed' },
  ])
  expect(blocks[0]).toMatchObject({
    items: [
      { label: 'Turns', detail: 'mean; median 4, p95 4, max 4' },
      { label: 'Terminated', value: '50.0 %' },
      { label: 'Truncated', value: '25.0 %' },
      { label: 'Failed', value: '25.0 %', tone: 'bad' },
    ],
  })
})

test('several runs are compared by how their episodes ended', async () => {
  const runs = [fakeRun(turnsPanel, 'a', episodes), fakeRun(turnsPanel, 'b', [])]

  const { rows } = tableOf(await shown(turnsPanel, runs), 'How episodes ended')

  expect(rows[1]).toEqual({ cells: ['a', 'truncated', 1, 0.25], query: 'run:a ended:truncated' })
  expect(rows[3]).toEqual({ cells: ['b', 'terminated', 0, null], query: 'run:b ended:terminated' })
})

test('without episodes, or with failed ones alone, there is a note', async () => {
  const kinds = async (episodes: Parameters<typeof fakeRun>[2]) =>
    (await shown(turnsPanel, [fakeRun(turnsPanel, 'one', episodes)])).map(({ kind }) => kind)

  expect(await kinds([])).toEqual(['note'])
  expect(await kinds([{ outcome: failed('gone') }])).toEqual(['stats', 'note'])
})
