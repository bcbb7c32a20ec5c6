import { expect, test } from 'vitest'
import type { Block, FigureBlock } from '../../blocks.ts'
import { composePage, viewsOf } from '../../compose.ts'
import type { PanelRun } from '../../panel.ts'
import { renderPlot } from '../../plots/render.ts'
import { expectDrawn, textsOf } from '../../plots/svg.suite.ts'
import { openRunReader } from '../../read/read-run.ts'
import { type FakeTraining, rewards, trainingRun } from '../../training-run.suite.ts'
import { panels } from '../index.ts'
import { STRETCHES } from './thin.ts'

const hostile = '</svg><script>alert(1)</script> "x'

async function runsOf(fakes: readonly FakeTraining[]): Promise<PanelRun<unknown>[]> {
  const readers = await Promise.all(
    fakes.map(async (fake) => openRunReader(await trainingRun(fake), panels)),
  )
  for (const reader of readers) await reader.update()
  return viewsOf(readers).map((view) => view.forPanel(panels[0] as never))
}

/** What a panel shows; null where it has nothing to tell. */
async function shown(
  id: string,
  ...fakes: readonly FakeTraining[]
): Promise<readonly Block[] | null> {
  const panel = panels.find((panel) => panel.id === id)
  const data = await panel?.collect(await runsOf(fakes))
  return data == null ? null : (panel?.show(JSON.parse(JSON.stringify(data))) ?? null)
}

function figure(blocks: readonly Block[] | null, title: string): FigureBlock {
  const found = blocks?.find((block) => block.kind === 'figure' && block.title === title)
  if (found?.kind !== 'figure') throw new Error(`there is no figure ${title}`)
  return found
}

const titles = (blocks: readonly Block[] | null) =>
  blocks?.flatMap((block) => (block.kind === 'figure' ? [block.title] : []))

test('learning curves of one run have their numbers behind them, the reward its deviation', async () => {
  const blocks = await shown('learning', { updates: 3 })

  expect(titles(blocks)).toEqual(['Reward', 'Success in training', 'Entropy (nats a token)'])
  const { table, description } = figure(blocks, 'Reward')
  expect(table.columns.map(({ name }) => name)).toEqual(['Update', 'Value', 'Standard deviation'])
  expect(table.rows.map(({ cells }) => cells)).toEqual([
    [1, 0.1, 0.5],
    [2, 0.2, 0.5],
    [3, 0.3, 0.5],
  ])
  expect(description).toBe('Reward over updates 1 to 3: Reward from 0.100 to 0.300.')
  expect(blocks?.[0]).toMatchObject({
    kind: 'stats',
    items: [
      { label: 'Success', value: '15.0 %', detail: 'best 15.0 %, update 3' },
      { label: 'Reward', value: '0.3' },
      { label: 'Updates', value: '3', detail: 'of 3' },
      { label: 'Alarms', value: '0' },
    ],
  })
})

test('several runs share plots, one a metric, and are compared in a table', async () => {
  const clips = (update: number) => ({
    ...rewards(update),
    'clip_ratio/low_mean': 0.1,
    'clip_ratio/high_mean': 0.2,
  })

  const blocks = await shown(
    'learning',
    { name: 'one', metrics: clips },
    { name: 'two', updates: 8, metrics: clips, file: { algorithm: 'rloo' } },
  )

  expect(titles(blocks)).toContain('Clipped tokens: below')
  expect(titles(blocks)).toContain('Clipped tokens: above')
  const { table } = figure(blocks, 'Reward')
  expect(table.rows).toHaveLength(5 + 8)
  expect(table.rows.at(-1)?.cells).toEqual(['two', 8, 0.8, 0.5])
  const [comparison, legend] = blocks ?? []
  expect(comparison).toMatchObject({ kind: 'table', title: 'Runs compared' })
  expect(comparison?.kind === 'table' && comparison.table.rows.map(({ cells }) => cells)).toEqual([
    ['one', 'grpo', '3', 5, 0.25, 0.25, 0.5, 0.5, null, null, 0, 60_000],
    ['two', 'rloo', '3', 8, 0.4, 0.4, 0.8, 0.8, null, null, 0, 60_000],
  ])
  expect(legend).toMatchObject({ kind: 'legend', items: [{ label: 'one' }, { label: 'two' }] })
})

test('runs of supervised training have their loss, held out and not', async () => {
  const metrics = (update: number) => ({
    'losses/policy_loss': 2 / update,
    ...(update % 2 === 0 ? { 'eval/policy_loss': 3 / update } : {}),
  })

  const blocks = await shown('learning', { metrics, file: { algorithm: 'sft' } })

  expect(titles(blocks)).toEqual(['Loss'])
  expect(figure(blocks, 'Loss').table.rows.map(({ cells }) => cells)).toEqual([
    ...[1, 2, 3, 4, 5].map((update) => ['training', update, 2 / update]),
    ...[2, 4].map((update) => ['held out', update, 3 / update]),
  ])
})

test('numbers of no known name are shown, and gaps are kept', async () => {
  const metrics = (update: number) => ({ [hostile]: update === 2 ? null : update, entropy: null })

  const blocks = await shown('other-metrics', { updates: 3, metrics })

  expect(figure(blocks, hostile).table.rows.map(({ cells }) => cells)).toEqual([
    [1, 1],
    [2, null],
    [3, 3],
  ])
  expect(await shown('other-metrics', {})).toBeNull()
})

test('success is split by difficulty, in training and held out', async () => {
  const metrics = () => ({ 'success/2': 0.5, 'success/10': 0.1, 'eval/success/2': 0.6 })

  const blocks = await shown('difficulties', { updates: 1, metrics })

  expect(titles(blocks)).toEqual(['Success in training', 'Held-out success'])
  expect(figure(blocks, 'Success in training').table.rows.map(({ cells }) => cells)).toEqual([
    ['difficulty 2', 1, 0.5],
    ['difficulty 10', 1, 0.1],
  ])
})

test('time is shared out among the phases and what is left, unscored episodes are counted by class', async () => {
  const metrics = (update: number) => ({
    ...{ 'timing_s/step': 4, 'timing_s/rollout': 2, 'timing_s/update': 1 },
    ...(update === 2 ? { 'unscored/SandboxError': 3 } : {}),
  })

  const blocks = await shown('machinery', { metrics })

  const cells = (title: string) => figure(blocks, title).table.rows.map(({ cells }) => cells)
  expect(cells('Time of an update, by phase')).toEqual([
    ['rollout', 0.5, 10_000],
    ['update', 0.25, 5000],
    ['other', 0.25, 5000],
  ])
  expect(cells('Unscored episodes, by class')).toEqual([['SandboxError', 3]])
})

test('alarms are listed in their own words, and counted where they are many', async () => {
  const alarms = Array.from({ length: 600 }, (_, i) => ({
    ...{ name: 'zero-variance', update: i + 1, message: `${hostile} ${i}` },
  }))

  const blocks = await shown('alarms', { alarms })

  expect(blocks).toMatchObject([
    { title: 'By name', table: { rows: [{ cells: ['zero-variance', 600, 1, 600] }] } },
    { title: 'All', table: { columns: [{}, {}, { name: 'What is seen, and what to do' }] } },
    { kind: 'note', text: expect.stringContaining('100 further alarms left out') },
  ])
  expect(await shown('alarms', {})).toMatchObject([{ kind: 'note', text: 'No alarm was raised.' }])
})

test('what differs between the configurations of runs stands first', async () => {
  const config = { env: 'text/GuessNumber-v0', seed: 4, clip: { low: 0.2, high: 0.4 } }

  const blocks = await shown('setup', { name: 'one' }, { name: 'two', file: { config } })

  expect(blocks?.[0]).toMatchObject({
    title: 'What differs between the runs',
    table: {
      rows: [
        { cells: ['Configuration', 'seed', '3', '4'] },
        { cells: ['Configuration', 'clip.high', '0.28', '0.4'] },
      ],
    },
  })
})

test('a long run is drawn by what stands out', async () => {
  const metrics = (update: number) => ({ entropy: update === 7777 ? 50 : (update % 10) / 10 })

  const blocks = await shown('learning', { updates: 10_000, metrics })

  const { rows } = figure(blocks, 'Entropy (nats a token)').table
  expect(rows.length).toBeLessThanOrEqual(2 * STRETCHES + 2)
  expect(rows.map(({ cells }) => cells)).toContainEqual([7777, 50])
  expect(blocks?.at(-1)).toMatchObject({ kind: 'note', text: expect.stringContaining('of 120') })
})

test('every figure is drawn, whatever the names and numbers', async () => {
  const metrics = (update: number) => ({
    ...{
      reward: -update,
      reward_std: 1,
      grad_norm: 10 ** update,
      entropy: update === 2 ? null : 1,
    },
    ...{ [hostile]: update, [`success/${hostile}`]: 1, [`rewards/${hostile}/mean`]: update },
    ...{ [`unscored/${hostile}`]: update % 2, [`timing_s/${hostile}`]: 1, 'timing_s/step': 1 },
  })
  const fake: FakeTraining = { metrics, alarms: [{ name: hostile, update: 2, message: hostile }] }
  const two = [
    { ...fake, name: 'one' },
    { ...fake, name: 'two', updates: 1 },
  ]

  for (const fakes of [[fake], two]) {
    for (const id of ['learning', 'other-metrics', 'difficulties', 'machinery']) {
      for (const block of (await shown(id, ...fakes)) ?? []) {
        if (block.kind !== 'figure') continue
        const svg = await renderPlot(block.spec)
        expectDrawn(svg)
        expect(textsOf(svg).join()).toContain('Update')
      }
    }
  }
})

test('a page of training and of nothing else has no panels of episodes', async () => {
  const reader = await openRunReader(await trainingRun({ updates: 0 }), panels)
  await reader.update()

  const data = await composePage(viewsOf([reader]), panels, { blobOf: () => null, leftOut: '' })

  expect(data.panels.map(({ id }) => id)).toEqual(['alarms', 'setup'])
  expect(data.runs).toMatchObject([
    {
      ...{ env: 'text/GuessNumber-v0', agent: 'grpo', status: 'complete' },
      training: { algorithm: 'grpo', model: 'tiny', seed: 3, updates: 0, planned: 0 },
    },
  ])
})
