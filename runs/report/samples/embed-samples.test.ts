import fc from 'fast-check'
import { expect, test } from 'vitest'
import { viewsOf } from '../compose.ts'
import { openRunReader } from '../read/read-run.ts'
import { storedSample, trainingRun } from '../training-run.suite.ts'
import { embedSamples, spreadOut } from './embed-samples.ts'

async function embed(maxBytes: number) {
  const samples = [1, 2, 3, 4, 5].flatMap((update) =>
    ['g1', 'g2'].flatMap((group) => [0, 1].map((episode) => storedSample(update, group, episode))),
  )
  const readers = [await openRunReader(await trainingRun({ samples }), [])]
  for (const reader of readers) await reader.update()
  return embedSamples(readers, viewsOf(readers), maxBytes)
}

test('all stored episodes are embedded where there is room, a group together', async () => {
  const { rows, blobs, leftOut } = await embed(1e6)

  expect([rows.length, blobs.length, leftOut]).toEqual([20, 10, 0])
  expect(rows.slice(0, 3)).toMatchObject([
    { run: 0, update: 5, group: 'g1', episode: '0', blob: 0 },
    { run: 0, update: 5, group: 'g1', episode: '1', blob: 0 },
    { run: 0, update: 5, group: 'g2', episode: '0', blob: 1 },
  ])
})

test('without room for all, updates from end to end are there, and the rest is counted', async () => {
  const { blobs } = await embed(1e6)
  const six = blobs.slice(0, 6).reduce((sum, blob) => sum + blob.length, 0)

  const { rows, leftOut } = await embed(six)

  expect([...new Set(rows.map(({ update }) => update))]).toEqual([5, 3, 1])
  expect(rows.length + leftOut).toBe(20)
  expect((await embed(0)).leftOut).toBe(20)
})

test('spreadOut keeps every value once, the ends first', () => {
  expect(spreadOut([1, 2, 3, 4, 5])).toEqual([5, 1, 3, 2, 4])
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1000), { maxLength: 60 }), (values) => {
      const spread = spreadOut(values)

      expect([...spread].sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b))
      if (values.length > 1) {
        expect(spread.slice(0, 2)).toEqual([Math.max(...values), Math.min(...values)])
      }
    }),
  )
})
