import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { agents } from '../../agents/index.ts'
import type { Agent, AnyDef } from '../../core/index.ts'
import {
  createReplayer,
  isOutsideBlocked,
  openCassette,
  openRecording,
  replay,
} from '../../fixtures/index.ts'
import { run } from '../../runs/index.ts'
import { repair } from './env.ts'
import { mending } from './recorded.suite.ts'

test('an episode that needed docker needs none', async () => {
  const cassette = await openCassette('fixtures/recordings/repair-docker')

  const { trajectory, unused } = await replay(cassette, { env: repair, agent: mending })

  expect(isOutsideBlocked()).toBe(true)
  expect(unused).toEqual([])
  expect(trajectory.initial?.info['sandbox']).toMatchObject({ kind: 'docker' })
  expect(trajectory.turns).toHaveLength(7)
  expect(trajectory.outcome).toMatchObject({ ended: 'terminated', reward: { value: 1 } })
})

test('a recorded run comes out the same, several episodes at a time', async () => {
  const recording = await openRecording('fixtures/recordings/repair')
  const warnings: string[] = []
  const onWarning = (message: string) => void warnings.push(message)

  const { status, results } = await run({
    definition: repair as unknown as AnyDef,
    agent: async () => (await agents['repair']?.()) as Agent<unknown, unknown>,
    episodes: 2,
    seed: 5,
    maxEpisodeSteps: 8,
    options: { sandbox: 'virtual' },
    fixtures: createReplayer(recording, { onWarning }),
    out: join(await scratch(), 'run'),
    onWarning,
  })

  expect(isOutsideBlocked()).toBe(true)
  expect([status, warnings]).toEqual(['complete', []])
  expect(results.map(({ reward }) => reward)).toEqual(
    [0, 1].map((value) => ({ status: 'scored', value })),
  )
})

test('what was decided is enough to play an episode again, without its agent', async () => {
  const cassette = await openCassette('fixtures/recordings/repair', { episode: 'e000001' })

  const { trajectory, unused } = await replay(cassette, { env: repair })

  expect(unused).toEqual([])
  expect(trajectory.turns).toHaveLength(4)
  expect(trajectory.outcome).toMatchObject({ reward: { value: 1 } })
})

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'palaestra-replay-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
