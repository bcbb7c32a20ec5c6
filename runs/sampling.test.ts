import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../core/index.ts'
import type { EpisodeFixtures } from '../fixtures/index.ts'
import type { RunFile, RunSampling, Sampled } from './index.ts'
import { runWins, scratchFolder } from './wins.suite.ts'

const computedBy: RunSampling['computedBy'] = {
  policy: 'sha256:1',
  ...{ engine: 'onnx', device: 'cpu', threads: 2, reason: 'asked for' },
  versions: { 'onnxruntime-node': '1.2.3' },
}
const sampled: Sampled = {
  ...{ requests: 4, promptTokens: 100, cachedTokens: 60, sampledTokens: 50 },
  ...{ busySeconds: 0.5, ticks: 10, occupancy: 5, queueMs: { mean: 2, max: 9 } },
}
const told = (counts: Partial<Sampled> = {}): RunSampling => ({
  computedBy,
  statistics: async () => ({ ...sampled, ...counts }),
})

async function storedIn(dir: string): Promise<RunFile> {
  return JSON.parse(await readFile(join(dir, 'run.json'), 'utf8'))
}

describe('what a run samples', () => {
  test('is stored with what computed it, and given back', async () => {
    const { dir, sampling } = await runWins({ episodes: 2, sampling: told() })

    expect(sampling).toEqual({ ...computedBy, ...sampled, tokensPerSecond: 100 })
    expect((await storedIn(dir)).sampling).toEqual(sampling)
  })

  test('is stored from the start, so that a run that crashed knows its policy', async () => {
    const out = join(await scratchFolder(), 'run')
    let before: RunFile | undefined
    const fixtures: EpisodeFixtures = {
      async play(episode, services, play) {
        before = await storedIn(out)
        const tools = { episode, services, clock: systemClock, onMoment: () => {} }
        return { trajectory: await play(tools), keep: async () => {} }
      },
    }

    await runWins({ out, episodes: 1, sampling: told(), fixtures })

    expect(before).toMatchObject({ status: 'running', sampling: { policy: 'sha256:1' } })
  })

  test('is summed over the sessions of a run', async () => {
    const out = join(await scratchFolder(), 'run')
    await runWins({ out, episodes: 2, sampling: told() })

    const { sampling } = await runWins({
      ...{ out, episodes: 4, resume: true },
      sampling: told({ requests: 12, ticks: 30, occupancy: 1, queueMs: { mean: 6, max: 7 } }),
    })

    expect(sampling).toMatchObject({
      ...{ requests: 16, sampledTokens: 100, busySeconds: 1, ticks: 40, tokensPerSecond: 100 },
      ...{ occupancy: 2, queueMs: { mean: 5, max: 9 } },
    })
  })

  test('by a sampler that can no longer tell is what it told last', async () => {
    let asked = 0
    const { sampling } = await runWins({
      episodes: 1,
      sampling: {
        computedBy,
        statistics: async () => {
          if (asked++ > 0) throw new Error('the thread has ended')
          return sampled
        },
      },
    })

    expect(sampling?.sampledTokens).toBe(50)
  })

  test('is not there for agents that do not sample here', async () => {
    const { dir, sampling } = await runWins({ episodes: 1 })

    expect(sampling).toBeUndefined()
    expect(await storedIn(dir)).not.toHaveProperty('sampling')
  })
})

test('a run does not go on with other weights', async () => {
  const out = join(await scratchFolder(), 'run')
  await runWins({ out, episodes: 2, sampling: told() })
  const before = await readFile(join(out, 'run.json'), 'utf8')

  const resumed = runWins({
    ...{ out, episodes: 4, resume: true },
    sampling: { ...told(), computedBy: { ...computedBy, policy: 'sha256:2' } },
  })

  await expect(resumed).rejects.toThrow(
    `Cannot resume ${out}: the weights of its policy, or its tokenizer, have changed since it began`,
  )
  expect(await readFile(join(out, 'run.json'), 'utf8')).toBe(before)
})
