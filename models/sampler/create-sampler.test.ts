import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openEngine } from '../engines/open-engine.ts'
import { createReferenceEngine } from '../engines/reference.ts'
import type { LoraConfig } from '../lora/config.ts'
import { configs, openSharp, requestOf } from './sampled-policy.suite.ts'
import type { SamplerOptions } from './sampler.ts'

const config = configs['llama'] ?? expect.fail('no such config')
const adapter = (rank: number): LoraConfig => ({
  ...{ rank, alpha: 8, targetModules: ['q_proj'], rankStabilized: false },
})

describe('a sampler of another model than that of the parameters', () => {
  const q = 'model.layers.0.self_attn.q_proj'
  test.each([
    [
      'more tokens',
      { config: { ...config, vocabularySize: 40 } },
      'embed_tokens.weight is of [23,',
    ],
    [
      'more layers',
      { config: { ...config, layers: 9 } },
      'layers.2.self_attn.q_proj.weight is not',
    ],
    [
      'another rank',
      { config, lora: adapter(4) },
      `${q}.lora_A.weight is of [2, 16], and needs [4,`,
    ],
  ] satisfies readonly (readonly [string, SamplerOptions, string])[])(
    'is not opened: %s',
    async (_, options, reason) => {
      const parameters = await openSharp(createReferenceEngine(), config, { lora: adapter(2) })
      await expect(parameters.sampler(options)).rejects.toThrow(reason)
      await using sampler = await parameters.sampler({ config, lora: adapter(2) })
      expect(sampler.config).toBe(config)
    },
  )
})

test('a signal may be that of many samples', async () => {
  const warnings: unknown[] = []
  const warned = (warning: unknown) => warnings.push(warning)
  process.on('warning', warned)
  const parameters = await openSharp(createReferenceEngine(), config)
  await using sampler = await parameters.sampler({ config })
  const { signal } = new AbortController()

  await Promise.all(
    Array.from({ length: 20 }, (_, seed) => sampler.sample(requestOf([1], 1, seed), { signal })),
  )

  await setTimeout(0)
  process.off('warning', warned)
  expect(warnings).toEqual([])
})

test('an engine that is closed ends what is being sampled first', async () => {
  const engine = await openEngine({ engine: 'onnx', device: 'cpu', threads: 1 })
  // Of a length that no thread comes to the end of meanwhile.
  const endless = { ...config, maxLength: 200_000 }
  const parameters = await openSharp(engine, endless)
  const sampler = await parameters.sampler({ config: endless })
  const going = sampler.sample(requestOf([1, 2], 190_000, 1))
  const ended = expect(going).rejects.toThrow('Cannot sample: the sampler has been closed')
  await sampler.sample(requestOf([1], 2, 1))

  await engine.close()

  await ended
  await sampler.close()
})
