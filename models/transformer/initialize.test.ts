import { describe, expect, test } from 'vitest'
import { createRng } from '../../core/index.ts'
import { parameterShapes } from '../checkpoint/parameters.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import { initialize } from './initialize.ts'
import { presetConfig, presetNames } from './presets.ts'

async function collect(weights: Weights): Promise<ReadonlyMap<string, Float32Array>> {
  const tensors = new Map<string, Float32Array>()
  for await (const { name, data } of weights) tensors.set(name, data)
  return tensors
}

const deviation = (data: Float32Array) =>
  Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length)

describe('initialize', () => {
  const config = { ...presetConfig('tiny', { vocabularySize: 100 }), queryKeyValueBias: true }

  test('gives every parameter of the model in its size', async () => {
    const weights = await collect(initialize(config, createRng(1)))

    const sizes = [...weights].map(([name, data]) => [name, data.length])
    expect(sizes).toEqual(
      Object.entries(parameterShapes(config)).map(([name, shape]) => [name, sizeOf(shape)]),
    )
  })

  test('draws matrices with a deviation of 0.02, and less where they write into the residual stream', async () => {
    const weights = await collect(initialize(config, createRng(1)))

    const of = (name: string) =>
      deviation(weights.get(`model.layers.1.${name}`) ?? new Float32Array())
    expect(of('self_attn.q_proj.weight')).toBeCloseTo(0.02, 3)
    expect(of('mlp.up_proj.weight')).toBeCloseTo(0.02, 3)
    expect(of('self_attn.o_proj.weight')).toBeCloseTo(0.01, 3)
    expect(of('mlp.down_proj.weight')).toBeCloseTo(0.01, 3)
    expect(new Set(weights.get('model.norm.weight'))).toEqual(new Set([1]))
    expect(of('self_attn.q_proj.bias')).toBe(0)
  })

  test('is the same for a seed, and another for another', async () => {
    const [a, b, c] = await Promise.all(
      [7, 7, 8].map((seed) => collect(initialize(config, createRng(seed)))),
    )

    expect(a).toEqual(b)
    expect(a?.get('model.embed_tokens.weight')).not.toEqual(c?.get('model.embed_tokens.weight'))
  })
})

describe('presetConfig', () => {
  test.each(presetNames)('%s divides its heads among those of keys and values', (name) => {
    const config = presetConfig(name, { vocabularySize: 50 })

    expect(config.heads % config.keyValueHeads).toBe(0)
    expect(config.headSize % 2).toBe(0)
    expect(config.vocabularySize).toBe(50)
  })

  test('refuses a size that there is not, and lists the others', () => {
    expect(() => presetConfig('huge', { vocabularySize: 50 })).toThrow(
      'Cannot make a model of size huge: there is none (choose among nano, tiny, small)',
    )
  })
})
