import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Agent, type AnyDef, decide, SandboxError, secretBytes } from '../core/index.ts'
import { createRecorder, createReplayer, openRecording } from '../fixtures/index.ts'
import { type PlannedEpisode, readRun } from './index.ts'
import { runWins, scratchFolder, task, winsEnv } from './wins.suite.ts'

/** Waits, and plays by numbers that follow from nothing. */
const guessing: Agent<unknown, unknown> = {
  name: 'guessing',
  begin: async ({ clock }) => ({
    async act() {
      const [byte = 0] = secretBytes(1)
      await clock.sleep(byte % 3)
      return decide(byte < 128 ? 'win' : `no ${byte} at ${clock.now()}`)
    },
  }),
}
const agent = async () => guessing

/** What two plays of one run may not differ in. */
async function playedIn(dir: string) {
  const played: unknown[] = []
  for await (const { id, group, seed, turns, outcome } of (await readRun(dir)).trajectories()) {
    played.push({ id, group, seed, outcome, actions: turns.map(({ action }) => action) })
  }
  return played.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
}

async function recordedRun(options: Partial<Parameters<typeof runWins>[0]> = {}) {
  const folder = join(await scratchFolder(), 'recording')
  const fixtures = await createRecorder(folder)
  const result = await runWins({ agent, episodes: 12, groupSize: 3, ...options, fixtures })
  return { folder, fixtures, result }
}

async function replayedRun(folder: string, definition: AnyDef = winsEnv(), concurrency = 4) {
  const recording = await openRecording(folder)
  const plan = recording.headers.map(
    ({ episode: { id, seed, task, group } }, index): PlannedEpisode => ({
      ...{ index, id, seed, task, group },
      member: index % 3,
    }),
  )
  const warnings: string[] = []
  const fixtures = createReplayer(recording, { onWarning: (line) => warnings.push(line) })
  const result = await runWins({ definition, agent, plan, fixtures, concurrency, retries: 0 })
  return { result, warnings }
}

test.each([1, 6])('a recorded run is the same again, %i at a time', async (concurrency) => {
  const definition = winsEnv({ tasks: ['a', 'b'].map((id) => task(id)) })
  const { folder, result } = await recordedRun({ definition, concurrency })

  const again = await replayedRun(folder, definition, 7 - concurrency)

  expect(await playedIn(again.result.dir)).toEqual(await playedIn(result.dir))
  expect(again.result.summary.success).toEqual(result.summary.success)
  expect(again.warnings).toEqual([])
})

test('the attempt that counts is the one that is recorded', async () => {
  let resets = 0
  const onReset = async () => {
    if (resets++ < 2) throw new SandboxError('Cannot open a sandbox: busy')
  }
  const { folder } = await recordedRun({ definition: winsEnv({ onReset }), episodes: 1 })

  const { headers } = await openRecording(folder)
  const { result } = await replayedRun(folder)

  expect(headers.map(({ episode }) => episode.attempt)).toEqual([3])
  expect(result.results).toMatchObject([{ attempts: 3, reward: { status: 'scored' } }])
})

test('an episode that comes out otherwise is unscored, and says where', async () => {
  const { folder } = await recordedRun({ episodes: 3 })
  const louder = winsEnv({
    onReset: async () => void (await fetch('http://127.0.0.1:4/new')),
  })

  const { result } = await replayedRun(folder, louder)

  expect(result.summary).toMatchObject({ scored: 0, unscoredByClass: { ReplayError: 3 } })
  expect(result.results[0]?.error).toMatch(
    /^Cannot replay e000000 at setup \(env\): fetch GET http:\/\/127\.0\.0\.1:4\/new was not recorded/,
  )
})

test('a run that goes on is recorded on, and a shorter one takes the rest away', async () => {
  const { folder, fixtures, result } = await recordedRun({ episodes: 3 })
  await fixtures.close()
  const longer = await createRecorder(folder)

  await runWins({
    ...{ agent, episodes: 6, groupSize: 3, fixtures: longer, out: result.dir, resume: true },
  })
  const grown = (await readdir(folder)).filter((name) => name !== '.recording.lock').sort()
  await longer.finish(['e000000', 'e000001'])

  expect(grown).toEqual([...[0, 1, 2, 3, 4, 5].map((n) => `e00000${n}.jsonl`), 'recording.json'])
  expect((await readdir(folder)).sort()).toEqual([
    'e000000.jsonl',
    'e000001.jsonl',
    'recording.json',
  ])
})

test('a folder with anything else in it is not recorded into', async () => {
  const folder = await scratchFolder()
  await writeFile(join(folder, 'thesis.txt'), 'years of work')

  await expect(createRecorder(folder)).rejects.toThrow(
    `Cannot record into ${folder}: it holds thesis.txt, which is no recording (choose another folder)`,
  )
  await expect(createRecorder(join(folder, 'thesis.txt'))).rejects.toThrow('it is not a folder')
  expect(await readFile(join(folder, 'thesis.txt'), 'utf8')).toBe('years of work')
})

test('a connection that fetch does not make is told of while recording', async () => {
  const { connect } = await import('node:net')
  const warnings: string[] = []
  const folder = join(await scratchFolder(), 'recording')
  const fixtures = await createRecorder(folder, { onWarning: (line) => warnings.push(line) })
  const onReset = () =>
    new Promise<void>((resolve) => {
      connect(4, '127.0.0.1')
        .on('error', () => resolve())
        .on('connect', () => resolve())
    })

  await runWins({ agent, episodes: 1, definition: winsEnv({ onReset }), fixtures })
  const { result } = await replayedRun(folder, winsEnv({ onReset }))

  expect(warnings).toEqual([
    'Not in the recording of e000000: a connection to 127.0.0.1:4 (only fetch and sandboxes are recorded).',
  ])
  expect(result.results[0]?.error).toMatch(
    /^Cannot replay e000000: a connection to 127\.0\.0\.1:4 is in no recording/,
  )
})
