import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { TransformerConfig } from '../transformer/config.ts'
import { parameterShapes } from './parameters.ts'

/** Made by transformers: reference/make_parameters.py. */
const reference = JSON.parse(
  readFileSync(new URL('reference/parameters.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly shapes: Readonly<Record<string, readonly number[]>> }>>

const llama: TransformerConfig = {
  family: 'llama',
  vocabularySize: 11,
  width: 8,
  layers: 2,
  heads: 2,
  keyValueHeads: 2,
  headSize: 4,
  feedForward: 12,
  normEpsilon: 1e-6,
  rope: { theta: 10_000 },
  tiedEmbeddings: false,
  queryKeyValueBias: false,
  outputBias: false,
  feedForwardBias: false,
  queryKeyNorm: false,
  maxLength: 64,
  eosTokenIds: [],
}
const qwen2: TransformerConfig = { ...llama, family: 'qwen2', queryKeyValueBias: true }
const qwen3: TransformerConfig = {
  ...llama,
  family: 'qwen3',
  keyValueHeads: 1,
  headSize: 6,
  queryKeyNorm: true,
}
const configs: Readonly<Record<string, TransformerConfig>> = {
  qwen2: { ...qwen2, keyValueHeads: 1, tiedEmbeddings: true },
  'qwen2-untied': qwen2,
  qwen3: { ...qwen3, tiedEmbeddings: true },
  'qwen3-bias': { ...qwen3, queryKeyValueBias: true, outputBias: true },
  llama,
  'llama-bias': {
    ...llama,
    keyValueHeads: 1,
    tiedEmbeddings: true,
    queryKeyValueBias: true,
    outputBias: true,
    feedForwardBias: true,
  },
}

describe('parameterShapes', () => {
  test.each(Object.keys(reference))('names, shapes and orders as transformers does: %s', (name) => {
    const config = configs[name]
    if (!config) throw new Error(`no config for ${name}`)

    const shapes = Object.entries(parameterShapes(config))

    expect(shapes).toEqual(Object.entries(reference[name]?.shapes ?? {}))
  })
})
