import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AnyDef } from '../../core/index.ts'
import { repair } from '../../envs/swe/env.ts'
import { isOutsideBlocked, openCassette, openRecording, replay } from '../../fixtures/index.ts'
import { cases } from './cases.ts'
import { recordings } from './recorded-case.ts'

/** Each with its agent; the episodes of the run by what was decided, for its agent computes for long. */
const played = [
  ...cases.map(({ name, env, agent }) => ({ name, env, agent, episode: name })),
  ...['e000000', 'e000001'].map((episode) => ({
    ...{ name: 'repair', env: repair as unknown as AnyDef, agent: undefined, episode },
  })),
]

test('64 replays at once do not see each other', async () => {
  const opened = await Promise.all(
    played.map(async ({ name, episode, ...player }) => ({
      ...player,
      cassette: await openCassette(join(recordings, name), { episode }),
    })),
  )
  const order = Array.from({ length: 64 }, (_, place) => opened.at(place % opened.length))

  const replayed = await Promise.all(
    order.map(async (each) => (each ? await replay(each.cassette, each) : undefined)),
  )

  expect(isOutsideBlocked()).toBe(true)
  for (const [place, each] of replayed.entries()) {
    expect(each?.unused).toEqual([])
    expect(each?.trajectory.outcome).toEqual(order[place]?.cassette.trajectory.outcome)
  }
})

test('every recording is played by a case, and of several turns', async () => {
  const names = (await readdir(recordings, { withFileTypes: true })).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  )

  expect(names).toEqual([...new Set(played.map(({ name }) => name))].sort())
  for (const name of names) {
    const { headers } = await openRecording(join(recordings, name))
    for (const { episode } of headers) {
      const { trajectory } = await openCassette(join(recordings, name), { episode: episode.id })
      expect(trajectory.turns.length, name).toBeGreaterThan(2)
    }
  }
})

test('recordings are small enough for a repository', async () => {
  const sizes = new Map<string, number>()
  for (const entry of await readdir(recordings, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const [, , name = ''] = path.split(/[\\/]/)
    sizes.set(name, (sizes.get(name) ?? 0) + (await stat(path)).size)
  }
  const all = [...sizes.values()]

  expect(Math.max(...all)).toBeLessThan(450_000)
  expect(all.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_000_000)
})
