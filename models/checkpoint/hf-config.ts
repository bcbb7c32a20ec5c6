import { join } from 'node:path'
import { ConfigError, type Json } from '../../core/index.ts'
import type { RopeConfig, TransformerConfig } from '../transformer/config.ts'
import type { Precision } from './floats.ts'
import { families, isFamily } from './hf-families.ts'
import {
  generationSchema,
  type HfConfig,
  type HfGeneration,
  type HfRope,
  hfConfigSchema,
} from './hf-schema.ts'
import { readJsonFile, readJsonFileIfAny } from './json-file.ts'

/**
 * Reads the configuration of a Hugging Face folder.
 * @throws ConfigError naming the first feature that is not supported.
 */
export async function readHfConfig(folder: string): Promise<TransformerConfig> {
  const path = join(folder, 'config.json')
  const config = await readJsonFile(path, hfConfigSchema)
  const generation = await readJsonFileIfAny(
    join(folder, 'generation_config.json'),
    generationSchema,
  )
  return fromHfConfig(config, { path, ...(generation && { generation }) })
}

/** The same from what `config.json` and `generation_config.json` hold; `path` is for messages. */
export function fromHfConfig(
  hf: HfConfig,
  { path = 'config.json', generation = {} }: { path?: string; generation?: HfGeneration } = {},
): TransformerConfig {
  const refused = unsupported(hf)
  if (refused) throw new ConfigError(`Cannot read ${path}: ${refused}`)
  const family = hf.model_type
  if (!isFamily(family)) throw new ConfigError(`Cannot read ${path}: ${unknownModel(hf)}`)
  const defaults = families[family]
  const width = hf.hidden_size ?? defaults.width
  const heads = hf.num_attention_heads ?? defaults.heads
  const maxLength = hf.max_position_embeddings ?? defaults.maxLength
  const bos = generation.bos_token_id ?? orDefault(hf.bos_token_id, defaults.bosTokenId)
  const eos = generation.eos_token_id ?? orDefault(hf.eos_token_id, defaults.eosTokenId)
  const pad = generation.pad_token_id ?? hf.pad_token_id
  const config: TransformerConfig = {
    family,
    vocabularySize: hf.vocab_size ?? defaults.vocabularySize,
    width,
    layers: hf.num_hidden_layers ?? defaults.layers,
    heads,
    keyValueHeads: orDefault(hf.num_key_value_heads, defaults.keyValueHeads) ?? heads,
    headSize: hf.head_dim ?? defaults.headSize ?? width / heads,
    feedForward: hf.intermediate_size ?? defaults.feedForward,
    normEpsilon: hf.rms_norm_eps ?? 1e-6,
    rope: ropeOf(hf, maxLength, path),
    tiedEmbeddings: hf.tie_word_embeddings ?? false,
    queryKeyValueBias: defaults.queryKeyValueBias ?? hf.attention_bias ?? false,
    outputBias: defaults.outputBias ?? hf.attention_bias ?? false,
    feedForwardBias: defaults.feedForwardBias ?? hf.mlp_bias ?? false,
    queryKeyNorm: defaults.queryKeyNorm,
    maxLength,
    eosTokenIds: eos === null ? [] : typeof eos === 'number' ? [eos] : eos,
    ...(bos !== null && { bosTokenId: bos }),
    // -1 stands for none in old Llama configurations.
    ...(typeof pad === 'number' && pad >= 0 && { padTokenId: pad }),
  }
  const wrong = mismatch(config)
  if (wrong) throw new ConfigError(`Cannot read ${path}: ${wrong} (repair it)`)
  return config
}

/** What `config.json` holds for a model: `v4` is read by transformers 4 and 5, `v5` by 5 alone. */
export function toHfConfig(
  config: TransformerConfig,
  { layout = 'v4', dtype = 'f32' }: { layout?: 'v4' | 'v5'; dtype?: Precision } = {},
): { readonly [key: string]: Json } {
  const { rope } = config
  const defaults = families[config.family]
  const { scaling } = rope
  const scaled = scaling && {
    rope_type: 'llama3',
    factor: scaling.factor,
    low_freq_factor: scaling.lowFrequencyFactor,
    high_freq_factor: scaling.highFrequencyFactor,
    original_max_position_embeddings: scaling.originalMaxLength,
  }
  const [onlyEos, ...moreEos] = config.eosTokenIds
  const torch = { f32: 'float32', f16: 'float16', bf16: 'bfloat16' }[dtype]
  const hf = {
    architectures: [defaults.architecture],
    model_type: config.family,
    vocab_size: config.vocabularySize,
    hidden_size: config.width,
    intermediate_size: config.feedForward,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.keyValueHeads,
    head_dim: config.headSize,
    hidden_act: 'silu',
    max_position_embeddings: config.maxLength,
    rms_norm_eps: config.normEpsilon,
    tie_word_embeddings: config.tiedEmbeddings,
    ...(defaults.outputBias === null && { attention_bias: config.outputBias }),
    ...(defaults.feedForwardBias === null && { mlp_bias: config.feedForwardBias }),
    ...(config.family !== 'llama' && { use_sliding_window: false }),
    ...(layout === 'v4'
      ? { rope_theta: rope.theta, rope_scaling: scaled ?? null, torch_dtype: torch }
      : {
          rope_parameters: { rope_theta: rope.theta, ...(scaled ?? { rope_type: 'default' }) },
          dtype: torch,
        }),
    bos_token_id: config.bosTokenId ?? null,
    eos_token_id: moreEos.length > 0 ? config.eosTokenIds : (onlyEos ?? null),
    pad_token_id: config.padTokenId ?? null,
  }
  const back: Readonly<Record<string, unknown>> = { ...fromHfConfig(hfConfigSchema.parse(hf)) }
  for (const [key, value] of Object.entries(config)) {
    if (JSON.stringify(back[key]) === JSON.stringify(value)) continue
    throw new ConfigError(
      `Cannot write a config.json: a ${config.family} model has no ${key} ${JSON.stringify(value)} (choose another family)`,
    )
  }
  return hf
}

/** A key that is absent means the family's default; null means none. */
const orDefault = <T, D>(value: T | null | undefined, fallback: D): T | D | null =>
  value === undefined ? fallback : value

function unsupported(hf: HfConfig): string | undefined {
  const sliding = hf.layer_types?.find((type) => type !== 'full_attention')
  if (hf.quantization_config) {
    return 'quantized weights (quantization_config) are not supported (choose an unquantized checkpoint)'
  }
  if ((hf.num_experts ?? 0) > 0 || (hf.num_local_experts ?? 0) > 0 || /_moe$/.test(hf.model_type)) {
    return 'mixtures of experts are not supported (choose a dense model)'
  }
  const wanted = isFamily(hf.model_type) ? families[hf.model_type].architecture : undefined
  if (!wanted || (hf.architectures?.length && !hf.architectures.includes(wanted))) {
    return unknownModel(hf)
  }
  if (hf.use_sliding_window) {
    return 'sliding windows (use_sliding_window) are not supported (choose a model without)'
  }
  if (sliding) return `layers of type ${sliding} are not supported (choose a model without)`
  const act = hf.hidden_act ?? 'silu'
  if (act !== 'silu') return `hidden_act ${act} is not supported (choose a model with silu)`
  return undefined
}

function unknownModel({ model_type, architectures }: HfConfig): string {
  const known = Object.values(families).map(({ architecture }) => architecture)
  const named = architectures?.length ? `${architectures.join(', ')} (${model_type})` : model_type
  return `${named} is not supported (choose a ${known.join(', ')})`
}

function ropeOf(hf: HfConfig, maxLength: number, path: string): RopeConfig {
  const given: HfRope = hf.rope_scaling ?? hf.rope_parameters ?? {}
  const problem = (reason: string) => new ConfigError(`Cannot read ${path}: ${reason}`)
  const nested = Object.entries(given).find(([, value]) => typeof value === 'object' && value)
  if (nested) {
    throw problem(`rope_parameters by layer type (${nested[0]}) are not supported (give one set)`)
  }
  if ((given.partial_rotary_factor ?? hf.partial_rotary_factor ?? 1) !== 1) {
    throw problem('partial rotary embeddings are not supported (choose a model without)')
  }
  const theta = given.rope_theta ?? hf.rope_theta ?? 10_000
  const type = given.rope_type ?? given.type ?? 'default'
  if (type === 'default') return { theta }
  if (type !== 'llama3') {
    throw problem(`rope type ${type} is not supported (choose a model with default or llama3)`)
  }
  const required = (key: 'factor' | 'low_freq_factor' | 'high_freq_factor') => {
    const value = given[key]
    if (value === undefined) throw problem(`rope type llama3 needs ${key} (add it)`)
    return value
  }
  const scaling = {
    kind: 'llama3',
    factor: required('factor'),
    lowFrequencyFactor: required('low_freq_factor'),
    highFrequencyFactor: required('high_freq_factor'),
    originalMaxLength: given.original_max_position_embeddings ?? maxLength,
  } as const
  if (scaling.highFrequencyFactor <= scaling.lowFrequencyFactor) {
    throw problem('high_freq_factor is not above low_freq_factor (repair it)')
  }
  return { theta, scaling }
}

/** Sizes that do not fit each other. */
function mismatch(config: TransformerConfig): string | undefined {
  const { width, heads, keyValueHeads, headSize } = config
  if (!Number.isInteger(headSize)) return `a width of ${width} does not divide into ${heads} heads`
  if (headSize % 2 !== 0) return `rotary embeddings need an even head size, not ${headSize}`
  if (heads % keyValueHeads !== 0) {
    return `${heads} heads do not divide among ${keyValueHeads} heads of keys and values`
  }
  return undefined
}
