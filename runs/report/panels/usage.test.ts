import { expect, test } from 'vitest'
import type { Usage } from '../../../core/index.ts'
import type { EpisodeResult } from '../../result.ts'
import { summarize } from '../../summary.ts'
import type { PanelRun } from '../panel.ts'
import { collected, fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { usagePanel } from './usage.ts'

const of = (promptTokens: number, completionTokens: number, rest: Partial<Usage> = {}): Usage => ({
  requests: 2,
  promptTokens,
  cachedTokens: 1,
  completionTokens,
  ...rest,
})

function runWith(label: string, usages: readonly (Usage | null)[]): PanelRun<unknown> {
  const run = fakeRun(
    usagePanel,
    label,
    usages.map((_, index) => ({ value: index % 2 })),
  )
  const results: EpisodeResult[] = run.results.map((result, index) => ({
    ...result,
    usage: usages[index] ?? null,
  }))
  return { ...run, results, summary: summarize(results) }
}

test('tokens are those of the summary, and an episode takes their mean', async () => {
  const run = runWith('a', [of(100, 10), of(300, 30), null])

  const { rows } = tableOf(await shown(usagePanel, [run]), 'In all')

  expect(rows.map(({ cells }) => cells)).toEqual([['a', 4, 400, 2, 40, 220]])
})

test('a cost is put down to the successes it bought', async () => {
  const run = runWith('a', [of(1, 1, { cost: 0.5 }), of(1, 1, { cost: 1 }), of(1, 1), of(1, 1)])

  const { runs } = await collected<{ runs: { cost: number; costPerSuccess: number }[] }>(
    usagePanel,
    [run],
  )

  expect(runs[0]).toMatchObject({ cost: 1.5, costPerSuccess: 0.75 })
})

test('runs whose agents sampled nothing have no panel, and no row beside others', async () => {
  const none = runWith('none', [null, null])

  expect(await usagePanel.collect([none])).toBeNull()
  const { rows } = tableOf(await shown(usagePanel, [none, runWith('a', [of(1, 2)])]), 'In all')
  expect(rows.map(({ cells }) => cells[0])).toEqual(['a'])
})

test('estimates are named', async () => {
  const blocks = await shown(usagePanel, [runWith('a', [of(5, 5, { estimated: true })])])

  expect(blocks).toContainEqual(
    expect.objectContaining({ kind: 'note', text: expect.stringContaining('estimated') }),
  )
})
