import { appendFile, copyFile, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Trajectory } from '../core/index.ts'
import { type Demonstrations, readDemonstrations } from './index.ts'
import { runWins, says, scratchFolder, winsEnv } from './wins.suite.ts'

async function all(demonstrations: Demonstrations): Promise<readonly Trajectory[]> {
  const read: Trajectory[] = []
  for await (const trajectory of demonstrations) read.push(trajectory)
  return read
}

test('gives the episodes that succeeded, again and again, and counts the others', async () => {
  const { dir, results } = await runWins({ episodes: 20 })
  const won = results.filter(({ success }) => success).map(({ id }) => id)

  const demonstrations = await readDemonstrations(dir)
  const first = await all(demonstrations)
  const second = await all(demonstrations)

  expect(first.map(({ id }) => id).toSorted()).toEqual(won.toSorted())
  expect(second).toEqual(first)
  expect(demonstrations.counts()).toEqual({
    episodes: 20,
    kept: won.length,
    unscored: 0,
    below: 20 - won.length,
    torn: false,
  })
})

test('judges by the default reward, whatever the episodes were played for', async () => {
  const { dir } = await runWins({
    ...{ reward: 'tried', agent: async () => says('lose'), episodes: 4, maxEpisodeSteps: 5 },
  })

  expect(await all(await readDemonstrations(dir))).toEqual([])
  expect(await all(await readDemonstrations(dir, { min: 1.25 }))).toHaveLength(4)
  expect(await all(await readDemonstrations(dir, { min: 1.3 }))).toEqual([])
})

test('leaves out what failed or has no score', async () => {
  const failing = winsEnv({
    onReset: async ({ seed }) => {
      if (seed % 2 === 0) throw new Error('out of order')
    },
  })
  const { dir, results } = await runWins({
    ...{ definition: failing, agent: async () => says('win'), episodes: 10, retries: 0 },
  })
  const unscored = await runWins({
    ...{ definition: winsEnv({ firstReward: 'broken' }), agent: async () => says('win') },
  })

  const demonstrations = await readDemonstrations(dir)
  const kept = await all(demonstrations)
  const none = await readDemonstrations(unscored.dir)

  expect(kept.map(({ id }) => id).toSorted()).toEqual(
    results.filter(({ error }) => error === null).map(({ id }) => id),
  )
  expect(demonstrations.counts()).toMatchObject({ kept: kept.length, unscored: 10 - kept.length })
  expect(await all(none)).toEqual([])
  expect(none.counts()).toMatchObject({ unscored: 8 })
})

test('reads a file by itself, by the reward of each episode', async () => {
  const { dir } = await runWins({ agent: async () => says('win'), episodes: 3 })
  const file = join(await scratchFolder(), 'copied.jsonl')
  await copyFile(join(dir, 'trajectories.jsonl'), file)

  expect(await all(await readDemonstrations(file))).toHaveLength(3)
})

test('finds the scores of a file that is reached by a link', async () => {
  const { dir } = await runWins({
    ...{ reward: 'tried', agent: async () => says('lose'), episodes: 3, maxEpisodeSteps: 5 },
  })
  const link = join(await scratchFolder(), 'trajectories.jsonl')
  await symlink(join(dir, 'trajectories.jsonl'), link)

  expect(await all(await readDemonstrations(link))).toEqual([])
  expect(await all(await readDemonstrations(link, { min: 1.25 }))).toHaveLength(3)
})

test('blank lines at the end, and a whole line without its newline, are not torn', async () => {
  const { dir } = await runWins({ agent: async () => says('win'), episodes: 3 })
  const file = join(dir, 'trajectories.jsonl')
  const text = await readFile(file, 'utf8')
  const demonstrations = await readDemonstrations(dir)

  for (const ending of ['\n\n', '', '  ']) {
    await writeFile(file, text.trimEnd() + ending)

    expect(await all(demonstrations)).toHaveLength(3)
    expect(demonstrations.counts()).toMatchObject({ episodes: 3, kept: 3, torn: false })
  }
})

test('lines that are appended meanwhile are for the next reading, and not torn', async () => {
  const { dir } = await runWins({ agent: async () => says('win'), episodes: 3 })
  const file = join(dir, 'trajectories.jsonl')
  const text = await readFile(file, 'utf8')
  const [first = '', ...others] = text.split(/(?<=\n)/)
  await writeFile(file, first)
  const demonstrations = await readDemonstrations(dir)

  for await (const _ of demonstrations) await appendFile(file, others.shift() ?? '')

  const { episodes, torn } = demonstrations.counts()
  expect([episodes < 3, torn]).toEqual([true, false])
  await writeFile(file, text)
  expect(await all(demonstrations)).toHaveLength(3)
})

test('a torn last line is left out and told, a second line about an episode is none', async () => {
  const { dir } = await runWins({ agent: async () => says('win'), episodes: 3 })
  const file = join(dir, 'trajectories.jsonl')
  const text = await readFile(file, 'utf8')
  await appendFile(file, text + text.slice(0, 100))

  const demonstrations = await readDemonstrations(dir)
  const read = await all(demonstrations)

  expect(read).toHaveLength(3)
  expect(demonstrations.counts()).toMatchObject({ episodes: 3, kept: 3, torn: true })
})

test('says what cannot be read', async () => {
  const folder = await scratchFolder()
  const { dir } = await runWins({ agent: async () => says('win'), episodes: 2 })
  const file = join(dir, 'trajectories.jsonl')
  const text = await readFile(file, 'utf8')

  await expect(readDemonstrations(join(folder, 'nowhere'))).rejects.toThrow(
    'there is no such file or folder (give the folder of a run, or its trajectories.jsonl)',
  )
  await expect(readDemonstrations(folder)).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('there is no run in it'),
  })
  await writeFile(file, text.replace('"version":1', '"version":2'))
  await expect(readDemonstrations(dir).then(all)).rejects.toThrow(
    /^Cannot read .*trajectories\.jsonl:1: version: expected 1/,
  )
  await writeFile(file, `no json\n${text}`)
  await expect(readDemonstrations(dir).then(all)).rejects.toThrow(':1: the line is not JSON')
  const run = JSON.parse(await readFile(join(dir, 'run.json'), 'utf8'))
  await writeFile(join(dir, 'run.json'), JSON.stringify({ ...run, version: 2 }))
  await expect(readDemonstrations(dir)).rejects.toThrow(/run\.json: version: expected 1/)
  await writeFile(join(dir, 'run.json'), JSON.stringify(run))
  await rm(file)
  await expect(readDemonstrations(dir)).rejects.toThrow('has no trajectories.jsonl')
})
