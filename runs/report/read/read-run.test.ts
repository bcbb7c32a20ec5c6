import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Json, Trajectory } from '../../../core/index.ts'
import { runWins, scratchFolder } from '../../wins.suite.ts'
import { definePanel } from '../panel.ts'
import { labelsOf, openRunReader } from './read-run.ts'

const turnCounts = definePanel<number>({
  id: 'turn-counts',
  title: 'Turn counts',
  read: ({ turns }) => turns.length,
  collect: () => null,
  show: () => [],
})

async function read(dir: string) {
  const reader = await openRunReader(dir, [turnCounts])
  await reader.update()
  return reader.view('it')
}

/** Changes the stored trajectories line by line. */
async function rewrite(dir: string, change: (stored: Trajectory, index: number) => unknown) {
  const path = join(dir, 'trajectories.jsonl')
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  const changed = lines.map((line, index) => {
    const value = change(JSON.parse(line), index)
    return typeof value === 'string' ? value : JSON.stringify(value)
  })
  await writeFile(path, `${changed.join('\n')}\n`)
}

test('a whole run has the figures of its summary and nothing missing', async () => {
  const { dir, summary, results } = await runWins({ episodes: 12, groupSize: 3, concurrency: 5 })

  const view = await read(dir)

  expect(view.summary).toEqual(summary)
  expect(view.results).toEqual(results)
  expect(view.notes).toEqual([])
  expect(view.listed.map(({ id, turns }) => [id, turns])).toEqual(
    results.map(({ id, turns }) => [id, turns]),
  )
  expect(view.forPanel(turnCounts).facts).toEqual(results.map(({ turns }) => turns))
})

test('a torn last line is left out, and said', async () => {
  const { dir } = await runWins({ episodes: 4 })
  const path = join(dir, 'trajectories.jsonl')
  await writeFile(path, (await readFile(path)).subarray(0, -9))

  const view = await read(dir)

  expect(view.results).toHaveLength(3)
  expect(view.notes).toEqual([
    'The last line of trajectories.jsonl is torn: its episode is left out.',
    'run.json counts 4 episodes, the folder holds 3.',
  ])
})

test('lines that hold no episode are counted, and the others shown', async () => {
  const { dir } = await runWins({ episodes: 4 })
  await rewrite(dir, (stored, index) =>
    index === 1 ? '{"id": "e0000' : index === 2 ? { ...stored, turns: 'none' } : stored,
  )

  const { results, notes } = await read(dir)

  expect(results).toHaveLength(2)
  expect(notes).toContain(
    '2 lines of trajectories.jsonl cannot be read and are left out (line 2: it is not JSON).',
  )
})

test('fields that another version did not write are empty, and named', async () => {
  const { dir, summary } = await runWins({ episodes: 3 })
  await rewrite(dir, (stored) => {
    const { timings: _t, decisions: _d, attempts: _a, versions: _v, ...rest } = stored
    return { ...rest, turns: rest.turns.map(({ rewards: _r, durationMs: _m, ...turn }) => turn) }
  })

  const view = await read(dir)

  expect(view.summary).toMatchObject({ success: summary.success, reward: summary.reward })
  expect(view.results[0]?.timings).toEqual({ setupMs: 0, agentMs: 0, envMs: 0, gradingMs: 0 })
  expect(view.notes).toEqual([
    '3 episodes of another version or changed by hand: attempts, decisions, timings, turns.durationMs, turns.rewards, versions are missing or unknown there, and shown as empty.',
  ])
})

test('without run.json the episodes tell what they can', async () => {
  const { dir, summary } = await runWins({ episodes: 3 })
  await rm(join(dir, 'run.json'))

  const view = await read(dir)

  expect(view.summary.success).toEqual(summary.success)
  expect(view.file.env).toMatchObject({ id: 'test/Wins-v0', reward: { preset: 'won' } })
  expect(view.agent).toBe('tossing')
  expect(view.notes).toEqual(['run.json is missing: configuration and status are unknown.'])
})

test('of a run.json of another version every field that can be read is', async () => {
  const { dir } = await runWins({ episodes: 2 })
  const path = join(dir, 'run.json')
  const file = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify({ ...file, version: 2, machine: 'a large one' }))

  const view = await read(dir)

  expect(view.file).toMatchObject({ status: 'complete', config: { agent: 'tossing' } })
  expect(view.file.machine).toBeUndefined()
  expect(view.notes[0]).toMatch(/^run\.json was written by another version .*version/)
})

test('episodes without a line of scores count as unknown, not as failures', async () => {
  const { dir } = await runWins({ episodes: 3 })
  const path = join(dir, 'scores.jsonl')
  const [first] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, `${first}\n`)

  const { summary, notes } = await read(dir)

  expect(summary.success.of).toBe(1)
  expect(notes).toEqual(['scores.jsonl has no line about 2 episodes: their success is unknown.'])
})

test.each(['running', 'interrupted', 'failed'] as const)(
  'a run that is %s says how far it has come',
  async (status) => {
    const { dir } = await runWins({ episodes: 2 })
    const path = join(dir, 'run.json')
    const file = JSON.parse(await readFile(path, 'utf8'))
    file.config.episodes = 9
    await writeFile(path, JSON.stringify({ ...file, status, summary: null, error: 'disk full' }))

    const { notes, file: shown } = await read(dir)

    expect(shown.seconds === undefined, 'its time is known at its end').toBe(status === 'running')
    expect(notes).toHaveLength(1)
    expect(notes[0]).toContain('2 of 9 episodes')
  },
)

test('follows a folder that grows, and starts again where it was replaced', async () => {
  const { dir, results } = await runWins({ episodes: 6 })
  const path = join(dir, 'trajectories.jsonl')
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  await writeFile(path, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 50)}`)
  const reader = await openRunReader(dir, [turnCounts])
  const handed: string[] = []
  const update = () =>
    reader.update(async (_stored, id) => {
      handed.push(id)
    })

  expect(await update()).toBe(true)
  expect(await update()).toBe(false)
  await appendFile(path, `${lines[2]?.slice(50)}\n${lines.slice(3).join('\n')}\n`)
  expect(await update()).toBe(true)
  expect(handed.toSorted()).toEqual(results.map(({ id }) => id))
  expect(reader.view('it').results).toEqual(results)
  await writeFile(path, `${lines[4]}\n`)
  expect(await update()).toBe(true)
  expect(reader.view('it').results).toHaveLength(1)
})

test('gives a stored trajectory back as it stands in the file, and finds text in it', async () => {
  const { dir } = await runWins({ episodes: 5 })
  await rewrite(dir, (stored, index) =>
    index === 3 ? { ...stored, note: 'Line one\n"Quoted" Über' } : stored,
  )
  const reader = await openRunReader(dir, [])
  await reader.update()
  const find = async (text: string) => {
    const found: string[] = []
    for await (const part of reader.search(text)) found.push(...part.found)
    return found
  }

  const [hit = ''] = await find('one\n"quoted" über')

  expect(await reader.trajectory(hit)).toMatchObject({ id: hit, note: 'Line one\n"Quoted" Über' })
  expect(await reader.trajectory('e999999')).toBeNull()
  expect(await find('durationMs')).toEqual([])
})

test('an empty run opens, and a folder without one is refused in one line', async () => {
  const folder = await scratchFolder()
  const empty = join(folder, 'empty')
  await mkdir(empty)
  await writeFile(join(empty, 'trajectories.jsonl'), '')

  expect((await read(empty)).summary.episodes).toBe(0)
  for (const [dir, reason] of [
    [folder, 'there is no run in it'],
    [join(folder, 'missing'), 'there is no such folder'],
    [join(empty, 'trajectories.jsonl'), 'it is a file'],
  ] as const) {
    await expect(openRunReader(dir, [])).rejects.toThrow(
      expect.objectContaining({ name: 'ConfigError', message: expect.stringContaining(reason) }),
    )
  }
})

test('runs are labelled by their folders, told apart where those are equal', () => {
  expect(labelsOf(['runs/a', 'runs/b'])).toEqual(['a', 'b'])
  expect(labelsOf(['/x/one/run', '/x/two/run/', '/y/c'])).toEqual(['one/run', 'two/run', 'c'])
  expect(labelsOf(['/x/run', '/x/run'])).toEqual(['x/run (1)', 'x/run (2)'])
})

test('an odd trajectory never stops the reading', async () => {
  const { dir } = await runWins({ episodes: 3 })
  const odd: readonly Json[] = [
    { turns: [null, 7], initial: 3, task: 5, env: 'x', group: 4 },
    {},
    { finalSignals: 'none' },
  ]
  await rewrite(dir, (stored, index) => ({ ...stored, ...(odd[index] as object) }))

  const { results, listed } = await read(dir)

  expect(results).toHaveLength(3)
  expect(listed.map(({ turns }) => turns)).toContain(2)
})

test('an end that cannot be read leaves its episode unscored, with all its turns', async () => {
  const { dir } = await runWins({ episodes: 3 })
  const ends: readonly object[] = [
    { status: 'completed', ended: 'terminated', reward: { status: 'scored', value: 0.5 } },
    { status: 'failed', error: { class: 'QuantumError', message: 'it was both' } },
    { status: 'suspended' },
  ]
  await rewrite(dir, (stored, index) => ({ ...stored, outcome: ends[index] }))

  const { listed, results, summary, notes } = await read(dir)

  const byEnd = new Map(listed.map((row) => [row.unscored ?? 'scored', row]))
  expect([...byEnd.keys()].toSorted()).toEqual(['QuantumError', 'scored', 'unknown'])
  // What stands in scores.jsonl counts: it may have been computed again.
  expect(byEnd.get('scored')?.reward).toBe(1)
  expect(results.every(({ turns }) => turns > 0)).toBe(true)
  expect(summary).toMatchObject({ scored: 1, unscored: 2 })
  expect(summary.success.of).toBeLessThanOrEqual(1)
  expect(notes).toEqual([
    '2 episodes of another version or changed by hand: outcome is missing or unknown there, and shown as empty.',
  ])
})

test('what goes wrong with an episode that was read is no fault of its line', async () => {
  const { dir } = await runWins({ episodes: 3 })
  const reader = await openRunReader(dir, [])

  await expect(
    reader.update(async () => {
      throw new Error('the disk is full')
    }),
  ).rejects.toThrow('the disk is full')
})
