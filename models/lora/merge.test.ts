import { describe, expect, test } from 'vitest'
import type { Weights } from '../tensor.ts'
import type { LoraConfig } from './config.ts'
import { type LoraTensors, mergeLora } from './merge.ts'

const lora: LoraConfig = { rank: 1, alpha: 2, targetModules: ['q_proj'], rankStabilized: false }

async function* weights(): Weights {
  yield { name: 'norm.weight', data: Float32Array.of(1, 1) }
  yield { name: 'q_proj.weight', data: Float32Array.of(1, 2, 3, 4, 5, 6) }
}

async function collect(merged: Weights) {
  const all: Record<string, number[]> = {}
  for await (const { name, data } of merged) all[name] = [...data]
  return all
}

const tensors: LoraTensors = {
  'q_proj.lora_A.weight': Float32Array.of(1, 10),
  'q_proj.lora_B.weight': Float32Array.of(1, 0, -1),
}

describe('mergeLora', () => {
  test('adds the scaled product to the matrices that have an adapter', async () => {
    const merged = await collect(mergeLora(weights(), lora, tensors))

    expect(merged).toEqual({
      'norm.weight': [1, 1],
      'q_proj.weight': [1 + 2, 2 + 20, 3, 4, 5 - 2, 6 - 20],
    })
  })

  test('scales by the root of the rank where it is stabilised, and by patterns', async () => {
    const wide = {
      ...lora,
      rank: 9,
      rankPattern: { q_proj: 1 },
      alphaPattern: { q_proj: 3 },
      rankStabilized: true,
    }

    const merged = await collect(mergeLora(weights(), wide, tensors))

    expect(merged['q_proj.weight']).toEqual([1 + 3, 2 + 30, 3, 4, 5 - 3, 6 - 30])
  })

  test.each([
    [
      'a matrix of another size',
      { ...tensors, 'q_proj.lora_A.weight': Float32Array.of(1) },
      'Cannot merge an adapter at q_proj.weight: its matrices are missing or do not fit',
    ],
    [
      'half of a pair',
      { 'q_proj.lora_A.weight': Float32Array.of(1, 10) },
      'Cannot merge an adapter at q_proj.weight',
    ],
    [
      'an adapter of another model',
      { ...tensors, 'k_proj.lora_A.weight': Float32Array.of(1) },
      'Cannot merge an adapter at k_proj.lora_A.weight: the model has no weight for it',
    ],
  ])('refuses %s', async (_, given, message) => {
    await expect(collect(mergeLora(weights(), lora, given))).rejects.toThrow(message)
  })
})
