import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCurriculum, make, type SnapshotEnv, withCurriculum } from '../../core/index.ts'
import { checkReplay } from '../../fixtures/index.ts'
import { envs } from '../index.ts'
import { textCases } from './recorded.suite.ts'

const ids = envs.ids.filter((id) => id.startsWith('text/'))
const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'env.ts'))
    ? [entry.name]
    : [],
)

test('every folder of a game is in the registry, tested, recorded and explained', () => {
  const recorded = textCases.map(({ env }) => env.id)

  expect(ids.length).toBe(folders.length)
  for (const folder of folders) {
    for (const file of ['env.test.ts', 'README.md']) {
      expect(existsSync(join(import.meta.dirname, folder, file)), `${folder}/${file}`).toBe(true)
    }
  }
  expect(ids.filter((id) => id !== 'text/GuessNumber-v0' && !recorded.includes(id))).toEqual([])
})

test.each(ids)('%s replays what it recorded', async (id) => {
  expect(await checkReplay(await envs.loadUnknown(id), {})).toMatchObject({ status: 'passed' })
})

test.each(ids)('%s follows a curriculum through its levels', async (id) => {
  const definition = await envs.loadUnknown(id)
  const levels = ['easy', 'standard', 'hard']
  const curriculum = createCurriculum({ levels, window: 1, rehearse: 0 })
  const options = { difficulty: 'all', instances: 20 }
  const made = (await make(definition, { options, maxEpisodeSteps: 1 })) as SnapshotEnv<
    string,
    string
  >
  await using env = withCurriculum(made, curriculum)

  for (const level of levels) {
    await env.reset({ seed: 1 })
    expect(env.runner?.task()?.difficulty).toBe(level)
    curriculum.report(level, true)
  }
})

test('no task of one split is in another, on any level of any env', async () => {
  for (const id of ids) {
    const env = await envs.makeUnknown(id, { options: { difficulty: 'all', instances: 60 } })
    const splitOf = new Map<string, string>()
    for (const { hash, split, id: task } of (await env.runner?.tasks?.()) ?? []) {
      expect(splitOf.get(hash) ?? split, `${id} ${task}`).toBe(split)
      splitOf.set(hash, split)
    }
    expect(splitOf.size, id).toBeGreaterThan(0)
    await env.close()
  }
})
