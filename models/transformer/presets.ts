import { ConfigError } from '../../core/index.ts'
import type { TransformerConfig } from './config.ts'

/** Sizes of models that are trained from nothing. */
const sizes = {
  /** For tests: a few thousand numbers. */
  nano: { width: 16, layers: 2, heads: 2, keyValueHeads: 1, headSize: 8, feedForward: 32 },
  /** Learns an arithmetic task or a small text world on one core. */
  tiny: { width: 64, layers: 2, heads: 4, keyValueHeads: 2, headSize: 16, feedForward: 192 },
  small: { width: 256, layers: 6, heads: 8, keyValueHeads: 4, headSize: 32, feedForward: 768 },
  /** Configurations A and B of the benchmark. */
  'bench-a': { width: 128, layers: 2, heads: 4, keyValueHeads: 4, headSize: 32, feedForward: 512 },
  'bench-b': { width: 256, layers: 4, heads: 4, keyValueHeads: 4, headSize: 64, feedForward: 1024 },
} as const

export type PresetName = keyof typeof sizes
/** Those that are offered; the sizes of the benchmark are for it alone. */
export const presetNames = (Object.keys(sizes) as readonly PresetName[]).filter(
  (name) => !name.startsWith('bench-'),
)

export interface PresetOptions {
  readonly vocabularySize: number
  readonly maxLength?: number
  readonly bosTokenId?: number
  readonly eosTokenIds?: readonly number[]
  readonly padTokenId?: number
}

/**
 * A Llama of one of the sizes, for a vocabulary.
 * @throws ConfigError where there is no size of that name.
 */
export function presetConfig(
  name: string,
  { maxLength = 2048, eosTokenIds = [], ...rest }: PresetOptions,
): TransformerConfig {
  const size = Object.entries(sizes).find(([known]) => known === name)?.[1]
  if (!size) {
    throw new ConfigError(
      `Cannot make a model of size ${name}: there is none (choose among ${presetNames.join(', ')})`,
    )
  }
  return {
    family: 'llama',
    ...size,
    ...rest,
    eosTokenIds,
    maxLength,
    normEpsilon: 1e-6,
    rope: { theta: 10_000 },
    tiedEmbeddings: true,
    queryKeyValueBias: false,
    outputBias: false,
    feedForwardBias: false,
    queryKeyNorm: false,
  }
}
