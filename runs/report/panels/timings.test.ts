import { expect, test } from 'vitest'
import { failed, fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { timingsPanel } from './timings.ts'

const episodes = [
  ...[100, 200, 300, 400].map((envMs) => ({ timings: { envMs, agentMs: 50 } })),
  { timings: { envMs: 9000 }, outcome: failed('gone') },
]

test('quantiles are those of the summary, of episodes that did not fail', async () => {
  const run = fakeRun(timingsPanel, 'one', episodes)

  const { rows } = tableOf(await shown(timingsPanel, [run]), 'Time an episode, by phase')

  expect(rows.map(({ cells }) => cells)).toEqual([
    ['setup', 0, 0, 0, 0, 0, 0],
    ['agent', 50, 50, 50, 50, 50, 50],
    ['env', 250, 100, 100, run.summary.timings.envMs.p50, 300, run.summary.timings.envMs.p95],
    ['grading', 0, 0, 0, 0, 0, 0],
  ])
})

test('shares are of the time of all phases', async () => {
  const blocks = await shown(timingsPanel, [fakeRun(timingsPanel, 'one', episodes)])

  expect(tableOf(blocks, 'Share of time, by phase').rows.map(({ cells }) => cells)).toEqual([
    ['setup', 0, 0],
    ['agent', 200, 1 / 6],
    ['env', 1000, 5 / 6],
    ['grading', 0, 0],
  ])
})

test('times below what the clock counts are said, not drawn', async () => {
  const kinds = async (episodes: Parameters<typeof fakeRun>[2]) =>
    (await shown(timingsPanel, [fakeRun(timingsPanel, 'one', episodes)])).map(({ kind }) => kind)

  expect(await kinds([{}, {}])).toEqual(['table', 'note', 'note'])
  expect(await kinds([])).toEqual(['note'])
})
