import { expect, test } from 'vitest'
import { wilson } from '../../statistics.ts'
import { collected, failed, fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { successPanel } from './success.ts'

const task = (id: string, kind: string, difficulty: number) => ({ id, kind, difficulty })
const episodes = [
  { task: task('a', 'off-by-one', 1), value: 1 },
  { task: task('b', 'off-by-one', 2), value: 0 },
  { task: task('c', 'off by "two"', 2), value: 0.5 },
  { task: task('d', 'off by "two"', 10), outcome: failed('gone') },
]

test('the headline says what the summary says', async () => {
  const run = fakeRun(successPanel, 'one', episodes, { seconds: 8 })

  const [stats] = await shown(successPanel, [run])
  const data = await collected<{ runs: readonly object[] }>(successPanel, [run])

  expect(data.runs[0]).toMatchObject({
    success: run.summary.success,
    reward: run.summary.reward,
    unscored: 1,
    seconds: 8,
  })
  const { low = 0, high = 0 } = wilson(1, 3) ?? {}
  expect(stats).toMatchObject({
    items: [
      { label: 'Episodes', value: '4' },
      {
        label: 'Success',
        value: '33.3 %',
        detail: `1 of 3; 95 % interval ${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %`,
      },
      // Deviation 0.5 of three values: 4.3027 * 0.5 / sqrt(3).
      { label: 'Mean reward', value: '0.5', detail: '± 1.242 (95 %)' },
      { label: 'Mean turns', value: '1', detail: 'median 1' },
      { label: 'Unscored', value: '1', tone: 'bad' },
      { label: 'Time', value: '8.0 s', detail: '0.5 episodes/s' },
    ],
  })
})

test('breakdowns have intervals, and queries that find their episodes', async () => {
  const blocks = await shown(successPanel, [fakeRun(successPanel, 'one', episodes)])

  const kinds = tableOf(blocks, 'Success by task kind')
  const half = wilson(1, 2)
  expect(kinds.rows).toEqual([
    {
      cells: ['off-by-one', 0.5, half?.low, half?.high, 1, 2],
      query: 'kind:off-by-one outcome:success outcome:failure',
    },
    {
      cells: ['off by "two"', 0, 0, wilson(0, 1)?.high, 0, 1],
      query: 'kind:"off by \\"two\\"" outcome:success outcome:failure',
    },
  ])
  const difficulties = tableOf(blocks, 'Success by difficulty')
  expect(difficulties.rows.map(({ cells }) => cells[0])).toEqual(['1', '2', '10'])
  expect(() => tableOf(blocks, 'Success by split')).toThrow('no table')
})

test('several runs stand side by side, each named in its queries', async () => {
  const runs = ['first run', 'second'].map((label) => fakeRun(successPanel, label, episodes))

  const blocks = await shown(successPanel, runs)

  expect(tableOf(blocks, 'Success').rows.map(({ query }) => query)).toEqual([
    'run:"first run" outcome:success outcome:failure',
    'run:second outcome:success outcome:failure',
  ])
  expect(tableOf(blocks, 'Success by task kind').rows[0]).toMatchObject({
    cells: ['first run', 'off-by-one', 0.5, expect.any(Number), expect.any(Number), 1, 2],
    query: 'run:"first run" kind:off-by-one outcome:success outcome:failure',
  })
})

test('groups, runs without episodes and runs without scores are spoken of', async () => {
  const notesOf = async (episodes: Parameters<typeof fakeRun>[2]) =>
    (await shown(successPanel, [fakeRun(successPanel, 'one', episodes)])).flatMap((block) =>
      block.kind === 'note' ? [block.text] : [],
    )

  expect(await notesOf([{ group: 'g' }, { group: 'g' }])).toEqual([
    expect.stringContaining('independent'),
  ])
  expect(await notesOf([])).toEqual([expect.stringContaining('success is unknown')])
  expect(await notesOf([{ outcome: failed('gone') }])).toEqual([
    expect.stringContaining('success is unknown'),
  ])
  expect(await notesOf([{}, {}])).toEqual([])
})
