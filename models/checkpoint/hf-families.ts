import type { TransformerConfig } from '../transformer/config.ts'

type Family = TransformerConfig['family']

/** What a Hugging Face configuration of a family means where it is silent. */
export interface FamilyDefaults {
  readonly architecture: string
  readonly vocabularySize: number
  readonly width: number
  readonly feedForward: number
  readonly layers: number
  readonly heads: number
  /** null: as many as heads. */
  readonly keyValueHeads: number | null
  /** null: the width divided by the heads. */
  readonly headSize: number | null
  readonly maxLength: number
  readonly bosTokenId: number | null
  readonly eosTokenId: number | null
  /** null: `attention_bias` says. Qwen2 has no such key. */
  readonly queryKeyValueBias: boolean | null
  readonly outputBias: boolean | null
  /** null: `mlp_bias` says. */
  readonly feedForwardBias: boolean | null
  readonly queryKeyNorm: boolean
}

const qwen = {
  vocabularySize: 151_936,
  width: 4096,
  feedForward: 22_016,
  layers: 32,
  heads: 32,
  keyValueHeads: 32,
  maxLength: 32_768,
  bosTokenId: null,
  eosTokenId: null,
  feedForwardBias: false,
}

/** Read from the `configuration_*.py` and `modeling_*.py` of transformers 5.18 (the same in 4.x). */
export const families: Readonly<Record<Family, FamilyDefaults>> = {
  qwen2: {
    ...qwen,
    architecture: 'Qwen2ForCausalLM',
    headSize: null,
    queryKeyValueBias: true,
    outputBias: false,
    queryKeyNorm: false,
  },
  qwen3: {
    ...qwen,
    architecture: 'Qwen3ForCausalLM',
    headSize: 128,
    queryKeyValueBias: null,
    outputBias: null,
    queryKeyNorm: true,
  },
  llama: {
    architecture: 'LlamaForCausalLM',
    vocabularySize: 32_000,
    width: 4096,
    feedForward: 11_008,
    layers: 32,
    heads: 32,
    keyValueHeads: null,
    headSize: null,
    maxLength: 2048,
    bosTokenId: 1,
    eosTokenId: 2,
    queryKeyValueBias: null,
    outputBias: null,
    feedForwardBias: null,
    queryKeyNorm: false,
  },
}

export const isFamily = (name: string): name is Family => Object.hasOwn(families, name)
