import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRng, type Sample, type SampleRequest } from '../../core/index.ts'
import type { Engine } from '../engine.ts'
import {
  configs,
  openFullPass,
  openSharp,
  randomPrompt,
  requestOf,
  sharp,
} from './sampled-policy.suite.ts'
import type { Sampler } from './sampler.ts'

const expectNear = (actual: readonly number[], expected: readonly number[], within: number) => {
  expect(actual.length).toBe(expected.length)
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((actual[i] ?? Number.NaN) - value)).toBeLessThan(within)
  }
}

const all = (sampler: Sampler, requests: readonly SampleRequest[]): Promise<readonly Sample[]> =>
  Promise.all(requests.map((request) => sampler.sample(request)))

async function oneByOne(sampler: Sampler, requests: readonly SampleRequest[]) {
  const samples: Sample[] = []
  for (const request of requests) samples.push(await sampler.sample(request))
  return samples
}

/** Requests of ragged lengths at several temperatures. */
const ragged = (seed: number, count: number): readonly SampleRequest[] => {
  const rng = createRng(seed)
  return Array.from({ length: count }, (_, i) => {
    const temperature = [1, 0.7, 0, 1.3][i % 4] ?? 1
    return requestOf(randomPrompt(rng, 1 + rng.int(40)), 1 + rng.int(30), i, { temperature })
  })
}

async function* those<T>(all: readonly T[]): AsyncIterable<T> {
  yield* all
}

type OpenedEngine = Pick<Engine, 'open' | 'close'>

/** What holds for samplers of every engine; `within` is how far log-probs may differ. */
export function describeSampler(
  name: string,
  open: () => Promise<OpenedEngine>,
  { within }: { readonly within: number },
): void {
  describe(`a sampler on ${name}`, () => {
    let engine: OpenedEngine
    beforeAll(async () => {
      engine = await open()
    })
    afterAll(() => engine.close())

    for (const [family, config] of Object.entries(configs)) {
      test(`gives the log-probs of a whole pass, of ${family}`, async () => {
        await using parameters = await openSharp(engine, config)
        await using sampler = await parameters.sampler({ config })

        const fullPass = await openFullPass(parameters, { config })
        const requests = ragged(1, 9)
        const samples = await all(sampler, requests)

        for (const [i, { prompt, maxTokens, temperature = 1 }] of requests.entries()) {
          const { ids = [], logProbs = [], finish } = samples[i] ?? {}
          expect(ids.length).toBe(maxTokens)
          expect(finish).toBe('length')
          const expected = await fullPass(prompt, ids, temperature || 1)
          expectNear(logProbs, expected, within)
        }
      })
    }

    const config = configs['qwen3']
    if (!config) throw new Error('no such config')

    test('draws the same tokens in a batch as alone, whoever else comes and goes', async () => {
      await using parameters = await openSharp(engine, config)
      const requests = ragged(2, 12)
      await using alone = await parameters.sampler({ config, maxRows: 1 })
      const expected = await oneByOne(alone, requests)

      await using few = await parameters.sampler({ config, maxRows: 3 })
      await using many = await parameters.sampler({ config })
      for (const samples of [await all(few, requests), await all(many, requests)]) {
        expect(samples.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids))
        for (const [i, { logProbs }] of samples.entries()) {
          expectNear(logProbs, expected[i]?.logProbs ?? [], 2 * within)
        }
      }
    })

    test('takes the likeliest token at temperature 0, with the log-probs of temperature 1', async () => {
      await using parameters = await openSharp(engine, config)
      await using sampler = await parameters.sampler({ config })
      const prompt = randomPrompt(createRng(3), 9)

      const fullPass = await openFullPass(parameters, { config })
      const { ids, logProbs } = await sampler.sample(requestOf(prompt, 6, 0, { temperature: 0 }))

      for (const [i, chosen] of ids.entries()) {
        const before = [...prompt, ...ids.slice(0, i)]
        const scores = await Promise.all(
          Array.from({ length: config.vocabularySize }, async (_, id) => {
            const [logProb = Number.NaN] = await fullPass(before, [id])
            return logProb
          }),
        )
        expect(chosen).toBe(scores.indexOf(Math.max(...scores)))
        expectNear([logProbs[i] ?? Number.NaN], [Math.max(...scores)], within)
      }
    })

    test('computes what prompts share once, and gives the same', async () => {
      await using parameters = await openSharp(engine, config)
      const rng = createRng(4)
      const system = randomPrompt(rng, 30)
      const prompts = [0, 1, 2].map((i) => [...system, ...randomPrompt(rng, 3 * i)])
      const requests = Array.from({ length: 12 }, (_, i) =>
        requestOf(prompts[i % 3] ?? [], 5 + (i % 4), i),
      )
      await using alone = await parameters.sampler({ config, maxRows: 1 })
      const expected = await oneByOne(alone, requests)
      await using sampler = await parameters.sampler({ config })

      const samples = await all(sampler, requests)

      expect(samples.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids))
      const { promptTokens, cachedTokens } = await sampler.statistics()
      // All of a prompt but its last token, of all but the first of each.
      expect(cachedTokens).toBeGreaterThan(0.8 * promptTokens)
    })

    test('keeps one copy of a prompt that many share, and gives the same', async () => {
      await using parameters = await openSharp(engine, config)
      const rng = createRng(7)
      const prompts = [25, 33, 40].map((length) => randomPrompt(rng, length))
      // Of ragged lengths: some end, and others outgrow their rows, in the middle of a group.
      const requests = Array.from({ length: 36 }, (_, i) =>
        requestOf(prompts[i % 3] ?? [], 1 + ((7 * i) % 37), i),
      )
      await using sampler = await parameters.sampler({ config })
      const fullPass = await openFullPass(parameters, { config })

      const samples = await all(sampler, requests)
      const [first] = samples
      const next = [...(prompts[0] ?? []), ...(first?.ids ?? []), ...randomPrompt(rng, 3)]
      const late = await sampler.sample(requestOf(next, 9, 1))

      for (const [i, { ids, logProbs }] of samples.entries()) {
        expectNear(logProbs, await fullPass(requests[i]?.prompt ?? [], ids), within)
      }
      expectNear(late.logProbs, await fullPass(next, late.ids), within)
    })

    test('goes on where a conversation stood, without computing it again', async () => {
      await using parameters = await openSharp(engine, config)
      await using sampler = await parameters.sampler({ config })
      const rng = createRng(5)
      let prompt = [...randomPrompt(rng, 20)]
      let before = 0
      const fullPass = await openFullPass(parameters, { config })
      for (let turn = 0; turn < 4; turn++) {
        const { ids, logProbs } = await sampler.sample(requestOf(prompt, 4 + turn, turn))
        expectNear(logProbs, await fullPass(prompt, ids), within)
        const { cachedTokens } = await sampler.statistics()
        // The last drawn token of a turn has no keys and values yet.
        if (turn > 0) expect(cachedTokens).toBe(before)
        before = cachedTokens + prompt.length + ids.length - 1
        prompt = [...prompt, ...ids, ...randomPrompt(rng, 1 + 5 * turn)]
      }
    })

    test('goes on with other weights between two ticks, and says which drew what', async () => {
      await using parameters = await openSharp(engine, config)
      await using other = await openSharp(engine, config, { seed: 9 })
      await using sampler = await parameters.sampler({ config })
      const prompt = randomPrompt(createRng(6), 12)
      const length = 200
      const weights: { readonly name: string; readonly data: Float32Array }[] = []
      for await (const tensor of sharp(config, 9)) weights.push(tensor)

      const first = await sampler.sample(requestOf(prompt, 3, 2))
      // A tick is due before the swap, which follows at once: long before the last.
      const pending = sampler.sample(requestOf(prompt, length, 1))
      const swapped = sampler.swap(those(weights), { version: 7 })
      const { ids, logProbs, policyVersions } = await pending
      await swapped

      expect(first.policyVersions).toEqual([[0, 3]])
      expect(policyVersions.map(([version]) => version)).toEqual([0, 7])
      const [count = 0] = policyVersions.map(([, drawn]) => drawn)
      expect(await sampler.version()).toBe(7)
      const fullPass = await openFullPass(other, { config })
      const late = await fullPass([...prompt, ...ids.slice(0, count)], ids.slice(count))
      expectNear(logProbs.slice(count), late, within)
    }, 60_000)

    test('has nobody notice that memory is short', async () => {
      await using parameters = await openSharp(engine, config)
      const requests = ragged(8, 10)
      await using wide = await parameters.sampler({ config })
      const expected = await all(wide, requests)
      // 2 layers of 2 heads of 8: 260 bytes a token, so 160 tokens or so, of up to 70 a request.
      await using narrow = await parameters.sampler({ config, cacheMiB: 0.04 })

      const samples = await all(narrow, requests)

      expect(samples.map(({ ids }) => ids)).toEqual(expected.map(({ ids }) => ids))
      expect((await narrow.statistics()).cacheMiB).toBeLessThanOrEqual(0.04)
    })
  })
}
