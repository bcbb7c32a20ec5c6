import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rewards, storedSample, trainingRun } from '../../training-run.suite.ts'
import { openRunReader } from '../read-run.ts'

async function read(dir: string) {
  const reader = await openRunReader(dir, [])
  await reader.update()
  return { reader, ...reader.view('it') }
}

test('a training run has its lines, alarms and stored episodes, and nothing missing', async () => {
  const alarm = { name: 'entropy-collapse', update: 4, message: 'Entropy is gone.' }
  const dir = await trainingRun({ alarms: [alarm], samples: [storedSample(5, 'g1', 1)] })

  const { training, notes, reader } = await read(dir)

  expect(training?.file).toMatchObject({ algorithm: 'grpo', status: 'complete', steps: 5 })
  expect(training?.lines.map(({ update }) => update)).toEqual([1, 2, 3, 4, 5])
  expect(training?.lines[1]?.values).toEqual(rewards(2))
  expect(training?.alarms).toEqual([alarm])
  expect(training?.samples).toMatchObject([
    { update: 5, group: 'g1', episode: '1', return: 1, success: true, tokens: 3, largest: 0.25 },
  ])
  expect(await reader.sample({ update: 5, group: 'g1', episode: '1' })).toMatchObject({
    turns: [{ reward: 1, advantage: 0.25 }],
    sequences: [{ logProbs: [null, null, -0.5, -1, -0.25] }],
  })
  expect(await reader.sample({ update: 6, group: 'g1', episode: '1' })).toBeNull()
  expect(notes).toEqual([])
})

test('a torn last line is passed over until it is whole', async () => {
  const dir = await trainingRun({ updates: 2, file: { status: 'running', steps: 9 } })
  const path = join(dir, 'metrics.jsonl')
  await appendFile(path, '{"global_step":3,"rew')

  const { reader, training, notes } = await read(dir)
  await appendFile(path, 'ard":1}\n')
  const hasMore = await reader.update()

  expect(training?.lines).toHaveLength(2)
  expect(notes).toEqual(['The run goes on, or was killed: 2 of 9 updates are there.'])
  expect(hasMore).toBe(true)
  expect(reader.view('it').training?.lines.at(-1)).toEqual({ update: 3, values: { reward: 1 } })
})

test('an update that was done again after a stop has the numbers of the second time', async () => {
  const dir = await trainingRun({ updates: 3, samples: [storedSample(2, 'g1', 0)] })
  await appendFile(join(dir, 'metrics.jsonl'), '{"global_step":2,"reward":9}\n')
  const again = storedSample(2, 'g1', 0, { return: 9 })
  await appendFile(join(dir, 'samples.jsonl'), `${JSON.stringify(again)}\n`)

  const { training } = await read(dir)

  expect(training?.lines.map(({ update }) => update)).toEqual([1, 2, 3])
  expect(training?.lines[1]?.values).toEqual({ reward: 9 })
  expect(training?.samples.map((sample) => sample.return)).toEqual([9])
})

test('lines that cannot be read are counted, numbers that were not finite are gaps', async () => {
  const dir = await trainingRun({ updates: 1, metrics: () => ({ reward: null }) })
  await appendFile(join(dir, 'metrics.jsonl'), 'not JSON\n{"reward":1}\n')
  await appendFile(join(dir, 'samples.jsonl'), '{"update":1}\n')

  const { training, notes } = await read(dir)

  expect(training?.lines).toEqual([{ update: 1, values: { reward: null } }])
  expect(notes).toEqual([
    '2 lines of metrics.jsonl cannot be read and are left out (line 2: it is not JSON).',
    '1 line of samples.jsonl cannot be read and is left out (line 1: it has no samples).',
  ])
})

test('what a run.json does not say leaves the curves', async () => {
  const dir = await trainingRun()
  await writeFile(join(dir, 'run.json'), '{"kind":"training"')

  const { training, notes } = await read(dir)

  expect(training?.file).toMatchObject({ algorithm: 'unknown algorithm', status: 'unknown' })
  expect(training?.lines).toHaveLength(5)
  expect(notes).toEqual(['run.json is not JSON: configuration and status are unknown.'])
})

test('a run that failed says why, and one without metrics that they are missing', async () => {
  const dir = await trainingRun({ file: { status: 'failed', error: 'the disk is full' } })
  await rm(join(dir, 'metrics.jsonl'))

  const { notes } = await read(dir)

  expect(notes).toEqual([
    'The run failed with 0 of 5 updates there: the disk is full',
    'metrics.jsonl is missing: there are no curves to show.',
  ])
})

test('lists of other lengths than the ids are cut or filled', async () => {
  const odd = { ids: [4, 5, 6], texts: ['a'], mask: [1, 1, 1, 1], logProbs: [null], turn: 'none' }
  const dir = await trainingRun({ samples: [storedSample(1, 'g', 0, { samples: [odd] })] })

  const { reader } = await read(dir)

  expect((await reader.sample({ update: 1, group: 'g', episode: '0' }))?.sequences).toEqual([
    {
      ids: [4, 5, 6],
      texts: ['a', '[5]', '[6]'],
      mask: [1, 1, 1],
      logProbs: [null, null, null],
      advantages: [0, 0, 0],
      turn: [-1, -1, -1],
    },
  ])
})
