import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { runWins } from '../wins.suite.ts'
import { aggregateRuns, buildReport } from './build.ts'
import type { PageData } from './page-data.ts'
import { serveReport } from './serve.ts'
import { storedSample, trainingRun } from './training-run.suite.ts'

const samples = [1, 5].flatMap((update) => [0, 1].map((n) => storedSample(update, 'g', n)))

async function dataIn(path: string, id = 'page-data'): Promise<unknown> {
  const [, base64 = ''] =
    new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(await readFile(path, 'utf8')) ?? []
  return JSON.parse(inflateRawSync(Buffer.from(base64, 'base64')).toString('utf8'))
}

test('a page about a training run holds its curves and its stored episodes', async () => {
  const dir = await trainingRun({ samples })
  const out = join(dir, 'report.html')

  const result = await buildReport([dir], { out })

  expect(result).toMatchObject({ episodes: 0, updates: 5, samples: 4, notes: [] })
  const data = (await dataIn(out)) as PageData
  expect(data.panels[0]).toMatchObject({ id: 'learning', isDense: true })
  expect(data.samples.map(({ update, episode, blob }) => [update, episode, blob])).toEqual([
    [5, '0', 0],
    [5, '1', 0],
    [1, '0', 1],
    [1, '1', 1],
  ])
  expect(await dataIn(out, 'samples-1')).toMatchObject([{ episode: '0' }, { episode: '1' }])
})

test('without room the page says how many stored episodes it does not hold', async () => {
  const dir = await trainingRun({ samples })

  const { notes, samples: held } = await buildReport([dir], {
    out: join(dir, 'report.html'),
    maxSamplesMiB: 0,
  })

  expect(held).toBe(0)
  expect(notes).toEqual([
    expect.stringMatching(/^4 stored episodes of training left out: .*--max-samples/),
  ])
})

test('a training run and a run of episodes share a page, each with its panels', async () => {
  const training = await trainingRun()
  const { dir } = await runWins({ episodes: 3 })

  const { runs, panels, problems } = await aggregateRuns([training, dir])

  expect(problems).toEqual([])
  expect(runs.map(({ training }) => training?.algorithm ?? null)).toEqual(['grpo', null])
  expect(panels['learning']).toMatchObject({ axis: { runs: ['guess'] } })
  expect(Object.keys(panels)).toEqual(expect.arrayContaining(['learning', 'alarms', 'success']))
  expect(JSON.stringify(panels['success'])).not.toContain('guess')
})

test('a served page asks for the tokens of a stored episode', async () => {
  const dir = await trainingRun({ samples })
  await using server = await serveReport([dir], { port: 0 })
  const ask = (path: string) => fetch(new URL(path, server.url))

  const data = (await (await ask('data.json')).json()) as PageData
  const sample = await ask('sample/0?update=5&group=g&episode=1')
  const unknown = await ask('sample/0?update=5&group=g&episode=9')
  const noRun = await ask('sample/7?update=5&group=g&episode=1')

  expect(data.samples).toHaveLength(4)
  expect(data.samples[0]?.blob).toBeNull()
  expect(await sample.json()).toMatchObject({ turns: [{ reward: 1, advantage: 0.25 }] })
  expect([unknown.status, noRun.status]).toEqual([404, 404])
})
