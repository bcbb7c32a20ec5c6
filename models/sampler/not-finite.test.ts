import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { openEngine } from '../engines/open-engine.ts'
import type { Weights } from '../tensor.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { configs, requestOf, sharp } from './sampled-policy.suite.ts'
import type { Sampler } from './sampler.ts'

const llama = configs['llama'] ?? expect.fail('no such config')
const config = { ...llama, tiedEmbeddings: false, maxLength: 4096 }
const NOT_FINITE = 'Cannot sample: the numbers of the model are not finite'

/** Ids of a prompt, none of them 0 or 22. */
const clean = (seed: number, length: number) => {
  const rng = createRng(seed)
  return Array.from({ length }, () => 1 + rng.int(21))
}

/** A sampler of a model in which one token's embedding is not a number. */
async function withSpoiled(
  token: number,
  options: { readonly cacheMiB?: number },
  work: (sampler: Sampler) => Promise<void>,
): Promise<void> {
  await using engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
  async function* weights(): Weights {
    for await (const { name, data } of sharp(config, 1)) {
      const [from, to] = [token * config.width, (token + 1) * config.width]
      if (name.includes('embed_tokens')) data.fill(Number.NaN, from, to)
      yield { name, data }
    }
  }
  const parameters = await engine.open(declareParameters(config, { frozen: true }), weights())
  await using sampler = await parameters.sampler({ config, ...options })
  await work(sampler)
}

describe('a model whose numbers are not all finite', () => {
  test('is no trouble for shorter prompts beside longer ones, whatever they are padded with', async () => {
    await withSpoiled(0, {}, async (sampler) => {
      const lengths = [20, 21, 22, 23]
      const samples = lengths.map((length) =>
        sampler.sample(requestOf(clean(length, length), 1, 1)),
      )
      for (const { ids } of await Promise.all(samples)) expect(ids.length).toBe(1)
    })
  })

  test('fails a long prompt at its first piece, whose row others can have', async () => {
    // A row of 4096 places, and no other.
    await withSpoiled(22, { cacheMiB: 1.1 }, async (sampler) => {
      const failed = sampler.sample(requestOf([22, ...clean(1, 3900)], 1, 1))
      await expect(failed).rejects.toThrow(NOT_FINITE)
      expect((await sampler.statistics()).ticks).toBe(1)
      const { ids } = await sampler.sample(requestOf(clean(2, 2500), 1, 1))
      expect(ids.length).toBe(1)
    })
  })
})
