import fc from 'fast-check'
import { expect, test } from 'vitest'
import { meanInterval } from '../../statistics.ts'
import { fakeRun, shown, tableOf } from './fake-run.suite.ts'
import { passAtKPanel } from './pass-at-k.ts'

const inGroups = (groups: readonly (readonly (number | null)[])[]) =>
  groups.flatMap((values, group) => values.map((value) => ({ value, group: `g${group}` })))

test('the curves are those of the summary', async () => {
  const value = fc.constantFrom(0, 1, null)
  const sample = fc.array(fc.array(value, { minLength: 2, maxLength: 4 }), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(sample, async (groups) => {
      const run = fakeRun(passAtKPanel, 'one', inGroups(groups))

      const blocks = await shown(passAtKPanel, [run])

      const rows = blocks.length > 0 ? tableOf(blocks, 'One of k tries, and all of k').rows : []
      const column = (index: number) =>
        Object.fromEntries(rows.map(({ cells }) => [String(cells[0]), cells[index]]))
      expect(column(1)).toEqual(run.summary.passAtK)
      expect(column(4)).toEqual(run.summary.passHatK)
    }),
    { numRuns: 30 },
  )
})

test('intervals are over groups', async () => {
  const run = fakeRun(
    passAtKPanel,
    'one',
    inGroups([
      [1, 0],
      [0, 0],
      [1, 1],
      [1, null],
    ]),
  )

  const { rows } = tableOf(await shown(passAtKPanel, [run]), 'One of k tries, and all of k')

  const [one, two] = [meanInterval([0.5, 0, 1, 1]), meanInterval([1, 0, 1])]
  const [low, high] = [one?.low ?? 0, one?.high ?? 0]
  expect([low, high].every((end) => end > -0.3 && end < 1.5)).toBe(true)
  expect(rows[0]?.cells.slice(0, 4)).toEqual([1, one?.mean, Math.max(0, low), Math.min(1, high)])
  expect(rows[1]?.cells.slice(0, 4)).toEqual([2, two?.mean, 0, 1])
  expect(rows.map(({ cells }) => cells.at(-1))).toEqual([4, 3])
})

test('several runs have a figure a measure, and those without groups are named', async () => {
  const runs = [
    fakeRun(passAtKPanel, 'grouped', inGroups([[1, 0]])),
    fakeRun(passAtKPanel, 'alone', [{}, {}]),
  ]

  const blocks = await shown(passAtKPanel, runs)

  expect(tableOf(blocks, 'pass^k: all of k tries succeed').rows[1]?.cells).toEqual([
    'grouped',
    2,
    0,
    null,
    null,
    1,
  ])
  expect(blocks.at(-1)).toMatchObject({ kind: 'note', text: 'Without groups: alone.' })
  expect(await shown(passAtKPanel, runs.slice(1))).toEqual([])
})
