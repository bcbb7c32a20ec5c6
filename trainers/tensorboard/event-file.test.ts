import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { createEventFile } from './event-file.ts'
import { readEvents, shownScalars } from './read-events.suite.ts'

const clock = { now: () => 1_700_000_000_250 }
const golden = join(import.meta.dirname, 'reference/golden.tfevents')
let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palaestra-events-'))
  return () => rm(dir, { recursive: true, force: true })
})

/** In the order in which TensorBoard reads them. */
async function filesOf(folder: string): Promise<Buffer[]> {
  const names = (await readdir(folder)).filter((name) => name.includes('tfevents')).sort()
  return Promise.all(names.map((name) => readFile(join(folder, name))))
}

test("has the bytes of TensorBoard's own writer", async () => {
  const config = { learningRate: 0.002, model: { size: 'tiny' }, greedy: true }
  await using file = await createEventFile(dir, { clock, config })

  await file.scalars(1, { reward: 0.5, grad_norm: 1234.5678 })
  await file.scalars(300, { reward: -1e-7, loss: Number.NaN, 'perf/throughput': 0 })
  const bytes = await readFile(file.path)

  expect(bytes.toString('hex')).toBe((await readFile(golden)).toString('hex'))
})

test('a reader of its own finds what TensorBoard wrote', async () => {
  const events = readEvents(await readFile(golden))

  expect(events.map(({ step }) => step)).toEqual([0, 1, 0, 1, 300])
  expect(events[0]).toMatchObject({ version: 'brain.Event:2', wallTime: 1_700_000_000.25 })
  expect(events[2]?.others).toEqual(['config', '_hparams_/session_start_info'])
  expect(events[4]?.scalars).toEqual({
    reward: Math.fround(-1e-7),
    loss: Number.NaN,
    'perf/throughput': 0,
  })
})

test('scalars come back as single precision, for any name, step and value', async () => {
  const metrics = fc.dictionary(fc.string(), fc.double(), { noNullPrototype: true, maxKeys: 5 })
  const line = fc.tuple(fc.nat({ max: Number.MAX_SAFE_INTEGER }), metrics)
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), async (lines) => {
      await using file = await createEventFile(dir, { clock })

      for (const [step, values] of lines) await file.scalars(step, values)
      const read = readEvents(await readFile(file.path)).slice(2)

      expect(read.map(({ step, scalars }) => [step, scalars])).toEqual(
        lines.map(([step, values]) => [
          step,
          Object.fromEntries(Object.entries(values).map(([k, v]) => [k, Math.fround(v)])),
        ]),
      )
    }),
    { numRuns: 50 },
  )
})

test('names without a value are left out', async () => {
  await using file = await createEventFile(dir, { clock })

  await file.scalars(1, { reward: 1, kl: undefined })

  expect(readEvents(await readFile(file.path)).at(-1)?.scalars).toEqual({ reward: 1 })
})

test('a run that goes on supersedes the steps after its save, in a file that is read later', async () => {
  const write = async (after: number, steps: readonly number[], value: number) => {
    await using file = await createEventFile(dir, { clock, after })
    for (const step of steps) await file.scalars(step, { reward: value })
  }

  await write(0, [1, 2, 3, 4, 5], 1)
  await write(3, [4, 5, 6], 2)
  // Stopped before its first step, and again at the save.
  await write(4, [], 3)
  await write(4, [5], 4)

  expect(shownScalars(await filesOf(dir), 'reward')).toEqual([
    ...[
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 2],
    ],
    [5, 4],
  ])
})

test('a clock that was set back changes nothing in the order of files', async () => {
  await writeFile(join(dir, 'metrics.jsonl'), '')
  for (const seconds of [1_700_000_000, 1_600_000_000, 1_600_000_000]) {
    const file = await createEventFile(dir, { clock: { now: () => seconds * 1000 } })
    await file.close()
    await file.close()
  }

  expect((await readdir(dir)).filter((name) => name !== 'metrics.jsonl').sort()).toEqual([
    'events.out.tfevents.1700000000.palaestra',
    'events.out.tfevents.1700000001.palaestra',
    'events.out.tfevents.1700000002.palaestra',
  ])
})

test('a torn record costs no other one', async () => {
  await using file = await createEventFile(dir, { clock })
  await file.scalars(1, { reward: 1 })
  await file.scalars(2, { reward: 2 })
  await truncate(file.path, (await readFile(file.path)).length - 3)

  await using next = await createEventFile(dir, { clock, after: 1 })
  await next.scalars(2, { reward: 3 })

  expect(shownScalars(await filesOf(dir), 'reward')).toEqual([
    [1, 1],
    [2, 3],
  ])
})

test('says which folder cannot be written, and why', async () => {
  const path = join(dir, 'file')
  await writeFile(path, '')

  const failure = createEventFile(join(path, 'events'), { clock })

  await expect(failure).rejects.toThrow(/^Cannot write event files in .*file\/events: .* \(.*\)$/)
  await expect(failure).rejects.toMatchObject({ name: 'ConfigError' })
})
