import { expect, test } from 'vitest'
import type { EnvSpec } from '../../../core/index.ts'
import type { RunFile } from '../../run-file.ts'
import { comparisonPanel } from './comparison.ts'
import { collected, failed, fakeEnv, fakeRun, shown, tableOf } from './fake-run.suite.ts'

const file = (change: Partial<EnvSpec> = {}): Partial<RunFile> =>
  ({ env: { ...fakeEnv, ...change } }) as Partial<RunFile>
type Episodes = Parameters<typeof fakeRun>[2]
const fake = (label: string, episodes: Episodes, change: Partial<EnvSpec> = {}) =>
  fakeRun(comparisonPanel, label, episodes, file(change))
const on = (task: string, seed: number, value: number | null, hash = 'h') => ({
  task: { id: task, hash },
  seed,
  value,
})
const notesOf = async (runs: Parameters<typeof shown>[1]) =>
  (await shown(comparisonPanel, runs)).flatMap((block) =>
    block.kind === 'note' ? [block.text] : [],
  )

test('a run alone is compared with nothing', async () => {
  expect(await shown(comparisonPanel, [fake('a', [{}])])).toEqual([])
})

test('pairs share task and seed, and groups are averaged first', async () => {
  const before = fake('before', [
    on('a', 1, 0),
    { ...on('a', 1, 1), group: 'g0' },
    on('b', 1, 0),
    on('c', 1, 1),
    on('d', 1, 0),
    on('e', 1, 0),
    on('changed', 1, 0),
  ])
  const after = fake('after', [
    on('a', 1, 1),
    on('b', 1, 1),
    on('c', 1, 1),
    on('d', 2, 1),
    { ...on('e', 1, null), outcome: failed('gone') },
    on('changed', 1, 1, 'other'),
  ])

  const { rows } = tableOf(
    await shown(comparisonPanel, [before, after]),
    'Difference in success: paired with before',
  )

  // Differences 0.5, 1 and 0: mean 0.5, deviation 0.5, error 0.5 / sqrt(3), t of 2.
  const half = (4.30265 * 0.5) / Math.sqrt(3)
  expect(rows[0]?.cells).toEqual([
    'after',
    0.5,
    expect.closeTo(0.5 - half, 4),
    1, // 0.5 + half is more than there can be.
    2,
    0,
    1,
    3,
    3,
    2,
    2,
    1,
  ])
})

test('seeds of one task are one cluster where there are several tasks', async () => {
  const before = fake('before', [on('a', 1, 0), on('a', 2, 0), on('b', 1, 0), on('b', 2, 0)])
  const after = fake('after', [on('a', 1, 1), on('a', 2, 1), on('b', 1, 0), on('b', 2, 0)])

  const { differences } = await collected<{ differences: readonly { difference: object }[] }>(
    comparisonPanel,
    [before, after],
  )

  // Means of the tasks: 1 and 0, so the error is 0.5 and not 0.29.
  expect(differences[0]?.difference).toMatchObject({
    mean: 0.5,
    standardError: 0.5,
    values: 4,
    clusters: 2,
  })
})

test('without tasks, or of a single one, seeds are what is drawn', async () => {
  const episodes = (values: readonly number[]) => values.map((value, seed) => ({ value, seed }))
  const runs = [fake('before', episodes([0, 0, 1])), fake('after', episodes([1, 0, 1]))]

  const { differences } = await collected<{ differences: readonly { difference: object }[] }>(
    comparisonPanel,
    runs,
  )

  expect(differences[0]?.difference).toMatchObject({ values: 3, clusters: 3, wins: 1, ties: 2 })
})

test('what cannot be compared is said, and not subtracted', async () => {
  const base = fake('base', [on('a', 1, 0), on('b', 1, 0)])
  const same = [on('a', 1, 1), on('b', 1, 0)]
  const reward = { preset: 'dense', term: { kind: 'custom' as const, name: 'other' } }

  const otherEnv = await notesOf([
    base,
    fake('x', same, { id: 'test/Other-v0', options: { a: 1 } }),
  ])
  const otherReward = [base, fake('x', same, { reward, options: { a: 1 } })]
  const otherSeeds = await notesOf([base, fake('x', [on('a', 2, 1)])])

  expect(otherEnv).toEqual(['x: another env than base, so nothing is paired.'])
  expect((await notesOf(otherReward)).slice(0, 2)).toEqual([
    'x: other options of the env than base.',
    'x: another chosen reward than base, so rewards are not subtracted.',
  ])
  const titles = (await shown(comparisonPanel, otherReward)).flatMap((block) =>
    block.kind === 'figure' ? [block.title] : [],
  )
  expect(titles).toEqual(['Difference in success: paired with base'])
  expect(otherSeeds).toEqual(['x: no task and seed in common with base, so nothing is paired.'])
})

test('differences that are all the same have no interval worth the name', async () => {
  const episodes = [on('a', 1, 1), on('b', 1, 1)]

  const notes = await notesOf([fake('a', episodes), fake('b', episodes)])

  expect(notes[0]).toContain('all pairs differ alike')
})

test('runs stand side by side with the figures of their summaries', async () => {
  const runs = [
    fake('a', [{ value: 1, timings: { envMs: 20, agentMs: 10 } }, { outcome: failed('gone') }]),
    fakeRun(comparisonPanel, 'b', []),
  ]

  const { rows } = tableOf(await shown(comparisonPanel, runs), 'Side by side')

  expect(rows.map(({ cells }) => cells)).toEqual([
    ['a', 'test/Env-v0', 'fake', 2, 1, 'sparse', 1, 1, 0, 1, 30],
    ['b', null, 'fake', 0, null, null, null, null, null, 0, null],
  ])
})

test('a run whose env is not known is paired with nothing', async () => {
  const known = fake('known', [on('a', 1, 1), on('b', 2, 0)])
  const unknown = fakeRun(comparisonPanel, 'unknown', [on('a', 1, 0), on('b', 2, 1)])

  const data = await collected<{ differences: unknown[]; cautions: string[] }>(comparisonPanel, [
    known,
    unknown,
  ])

  expect(data.differences).toEqual([])
  expect(data.cautions).toContain('unknown: its env is not known, so it is not paired.')
})
