import { expect, test } from 'vitest'
import { collected, failed, fakeRun, score, shown, tableOf } from './fake-run.suite.ts'
import { rewardsPanel } from './rewards.ts'

const episodes = [
  { value: 1, parts: { tests: [score(0.25), score(0.5)], style: [score(-1)] } },
  { value: 0.5, parts: { tests: [score(0), score(0.25)], style: [score(null), score(3)] } },
  { value: null, parts: { tests: [score(1)], style: [score(0)] } },
  { outcome: failed('gone') },
]

test('parts are summed over turns, and what is unscored is counted apart', async () => {
  const blocks = await shown(rewardsPanel, [fakeRun(rewardsPanel, 'one', episodes)])

  const { columns, rows } = tableOf(blocks, 'Mean of each part of the chosen reward')
  expect(columns.map(({ name }) => name).slice(-2)).toEqual([
    'Scored episodes',
    'Unscored: JudgeError',
  ])
  // Tests: 0.75, 0.25, 1. Style: -1 and 0, for one call of a judge failed.
  const [tests, style] = rows.map(({ cells }) => cells)
  expect(tests).toEqual([
    'tests',
    2 / 3,
    expect.any(Number),
    expect.any(Number),
    expect.any(Number),
    3,
    0,
  ])
  expect(style).toEqual(['style', -0.5, expect.any(Number), expect.any(Number), Math.SQRT1_2, 2, 1])
  // 12.7062 * sqrt(0.5) / sqrt(2)
  expect(style?.[3]).toBeCloseTo(-0.5 + 12.7062 / 2, 3)
})

test('presets have the means of the summary', async () => {
  const run = fakeRun(rewardsPanel, 'one', episodes)

  const blocks = await shown(rewardsPanel, [run])

  const [sparse] = tableOf(blocks, 'Mean of each preset').rows
  expect(sparse?.cells[1]).toBe(run.summary.rewards['sparse']?.mean)
  expect(sparse?.cells[4]).toBe(run.summary.rewards['sparse']?.standardDeviation)
  expect(sparse?.cells.slice(5)).toEqual([2, 1, 1])
})

test('the distribution counts the scored episodes of each run', async () => {
  const runs = [
    fakeRun(rewardsPanel, 'a', [{ value: 0 }, { value: 1 }, { value: 1 }, { value: null }]),
    fakeRun(rewardsPanel, 'b', [{ value: 0 }]),
    fakeRun(rewardsPanel, 'c', []),
  ]

  const { rows } = tableOf(await shown(rewardsPanel, runs), 'Distribution of the chosen reward')

  expect(rows).toEqual([
    { cells: ['a', '0', 1, 1 / 3], query: 'run:a reward=0' },
    { cells: ['a', '1', 2, 2 / 3], query: 'run:a reward=1' },
    { cells: ['b', '0', 1, 1], query: 'run:b reward=0' },
    { cells: ['b', '1', 0, 0], query: 'run:b reward=1' },
    { cells: ['c', '0', 0, null], query: 'run:c reward=0' },
    { cells: ['c', '1', 0, null], query: 'run:c reward=1' },
  ])
})

test('members of a group are one cluster', async () => {
  const grouped = [0, 1, 0, 1].map((value, index) => ({ value, group: `g${index % 2}` }))

  const { runs } = await collected<{ runs: readonly { reward: object }[] }>(rewardsPanel, [
    fakeRun(rewardsPanel, 'one', grouped),
  ])

  // Two groups of equal members: means 0 and 1, error 0.5.
  expect(runs[0]?.reward).toMatchObject({ mean: 0.5, values: 4, clusters: 2, standardError: 0.5 })
})

test('nothing scored is said, not drawn', async () => {
  const blocks = await shown(rewardsPanel, [
    fakeRun(rewardsPanel, 'one', [{ value: null }, { outcome: failed('gone') }]),
  ])

  expect(blocks.filter(({ kind }) => kind === 'figure')).toHaveLength(0)
  expect(blocks[0]).toMatchObject({
    kind: 'note',
    text: expect.stringContaining('No episode was scored'),
  })
})
