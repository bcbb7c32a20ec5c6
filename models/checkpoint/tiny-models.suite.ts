import { createRng } from '../../core/index.ts'
import { sizeOf, type Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import type { Shapes } from './parameters.ts'

/** A Qwen3 model of a few hundred numbers. */
export const tinyQwen3: TransformerConfig = {
  family: 'qwen3',
  vocabularySize: 11,
  width: 8,
  layers: 2,
  heads: 2,
  keyValueHeads: 1,
  headSize: 6,
  feedForward: 12,
  normEpsilon: 1e-6,
  rope: { theta: 10_000 },
  tiedEmbeddings: true,
  queryKeyValueBias: false,
  outputBias: false,
  feedForwardBias: false,
  queryKeyNorm: true,
  maxLength: 64,
  eosTokenIds: [2, 3],
  bosTokenId: 1,
}

export type Tensors = Readonly<Record<string, Float32Array>>

/** Random tensors: of bfloat16 numbers, which every precision of 8 bits of mantissa holds exactly. */
export function randomTensors(shapes: Shapes, seed = 0): Tensors {
  const rng = createRng(seed)
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      Float32Array.from({ length: sizeOf(shape) }, () => rng.int(-128, 128) / 64),
    ]),
  )
}

export async function* weightsOf(tensors: Tensors): Weights {
  for (const [name, data] of Object.entries(tensors)) yield { name, data }
}

export async function collect(weights: Weights): Promise<Tensors> {
  const tensors: Record<string, Float32Array> = {}
  for await (const { name, data } of weights) tensors[name] = data
  return tensors
}
