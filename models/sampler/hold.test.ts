import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createRng, type Sample, type SampleRequest } from '../../core/index.ts'
import { openEngine } from '../engines/open-engine.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import { configs, openSharp, randomPrompt, requestOf } from './sampled-policy.suite.ts'
import type { Sampler } from './sampler.ts'

const config = configs['qwen3'] ?? expect.fail('no such config')

/** Waves of requests, those of one sent during one hold; conversations go on from wave to wave. */
function wavesOf(seed: number): readonly ((before: readonly Sample[]) => SampleRequest[])[] {
  const rng = createRng(seed)
  const system = randomPrompt(rng, 20)
  const prompts = Array.from({ length: 24 }, (_, i) => [
    ...(i % 3 === 0 ? system : []),
    ...randomPrompt(rng, 1 + rng.int(40)),
  ])
  const sizes = prompts.map(() => 1 + rng.int(30))
  const observations = prompts.map(() => randomPrompt(rng, 1 + rng.int(9)))
  const asked = (ids: readonly number[], i: number) =>
    requestOf(ids, sizes[i] ?? 1, seed + i, {
      temperature: [1, 0.7, 1.3][i % 3],
      topK: i % 5 || undefined,
    })
  return [
    () => prompts.map(asked),
    (before) =>
      prompts.map((prompt, i) =>
        asked([...prompt, ...(before[i]?.ids ?? []), ...(observations[i] ?? [])], i),
      ),
    () => prompts.slice(0, 7).map(asked),
  ]
}

/** Sends each wave in one hold, with pauses of any length between its messages. */
async function play(sampler: Sampler, seed: number, pauses: () => number): Promise<Sample[]> {
  const samples: Sample[] = []
  let before: readonly Sample[] = []
  for (const wave of wavesOf(seed)) {
    const release = sampler.hold()
    const pending: Promise<Sample>[] = []
    for (const request of wave(before)) {
      pending.push(sampler.sample(request))
      const pause = pauses()
      if (pause > 0) await wait(pause)
    }
    release()
    before = await Promise.all(pending)
    samples.push(...before)
  }
  return samples
}

const timed = (seed: number) => {
  const rng = createRng(seed)
  return () => (rng.chance(0.3) ? rng.int(4) : 0)
}

describe('a hold', () => {
  // Few rows: some requests of a wave wait for others to end; little memory: some begin anew.
  test.each([{}, { maxRows: 5 }, { cacheMiB: 0.06 }])(
    'makes samples the same to the last bit in fresh engines, with %j',
    async (options) => {
      const runs: Sample[][] = []
      for (const seed of [1, 2, 3]) {
        await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
        await using parameters = await openSharp(engine, config)
        await using sampler = await parameters.sampler({ config, ...options })
        runs.push(await play(sampler, 5, seed === 1 ? () => 0 : timed(seed)))
      }
      const [first, ...others] = runs
      for (const other of others) expect(other).toEqual(first)
    },
  )

  test('begins no tick until the last of several ends, and each ends once', async () => {
    await using parameters = await openSharp(createReferenceEngine(), config)
    await using sampler = await parameters.sampler({ config })
    const [one, other] = [sampler.hold(), sampler.hold()]
    let isDone = false
    const sample = sampler.sample(requestOf([1, 2], 2, 1)).finally(() => {
      isDone = true
    })
    one()
    one()
    await wait(20)
    expect(isDone).toBe(false)
    expect(await sampler.statistics()).toMatchObject({ waiting: 1, ticks: 0 })
    other()
    expect((await sample).ids.length).toBe(2)
  })

  test('lets what is under way rest, and go on', async () => {
    await using parameters = await openSharp(createReferenceEngine(), config)
    await using sampler = await parameters.sampler({ config })
    const request = requestOf([3, 4, 5], 60, 1)
    const pending = sampler.sample(request)
    await sampler.sample(requestOf([1, 2], 2, 1))
    const release = sampler.hold()
    await wait(5)
    const { ticks } = await sampler.statistics()
    await wait(20)
    expect(await sampler.statistics()).toMatchObject({ running: 1, ticks })
    release()
    expect((await pending).ids).toEqual((await sampler.sample(request)).ids)
  })

  test('of a sampler whose engine is gone does nothing', async () => {
    const engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
    const parameters = await openSharp(engine, config)
    const sampler = await parameters.sampler({ config })
    const early = sampler.hold()
    await engine.close()
    early()
    sampler.hold()()
    await expect(sampler.sample(requestOf([1], 1, 1))).rejects.toThrow('Cannot compute')
  })
})
