import { z } from 'zod'

const size = z.int().positive()
const token = z.int().nonnegative()
const tokens = z.union([token, z.array(token)]).nullish()
const flag = z.boolean().nullish()

/** Rotary parameters: `rope_scaling` of transformers 4, `rope_parameters` of transformers 5. */
const rope = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: z.number().positive().nullish(),
  factor: z.number().positive().optional(),
  low_freq_factor: z.number().positive().optional(),
  high_freq_factor: z.number().positive().optional(),
  original_max_position_embeddings: size.nullish(),
  partial_rotary_factor: z.number().nullish(),
})

/** The keys of a `config.json` that say what is computed; others (dropout, cache ...) do not matter here. */
export const hfConfigSchema = z.looseObject({
  model_type: z.string(),
  architectures: z.array(z.string()).nullish(),
  vocab_size: size.optional(),
  hidden_size: size.optional(),
  intermediate_size: size.optional(),
  num_hidden_layers: size.optional(),
  num_attention_heads: size.optional(),
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  hidden_act: z.string().nullish(),
  max_position_embeddings: size.optional(),
  rms_norm_eps: z.number().positive().optional(),
  tie_word_embeddings: flag,
  attention_bias: flag,
  mlp_bias: flag,
  rope_theta: z.number().positive().nullish(),
  rope_scaling: rope.nullish(),
  rope_parameters: rope.nullish(),
  partial_rotary_factor: z.number().nullish(),
  use_sliding_window: flag,
  layer_types: z.array(z.string()).nullish(),
  quantization_config: z.unknown().optional(),
  num_experts: z.int().nullish(),
  num_local_experts: z.int().nullish(),
  bos_token_id: token.nullish(),
  eos_token_id: tokens,
  pad_token_id: z.int().nullish(),
})

/** The tokens of a `generation_config.json`: they go before those of `config.json`. */
export const generationSchema = z.looseObject({
  bos_token_id: token.nullish(),
  eos_token_id: tokens,
  pad_token_id: z.int().nullish(),
})

export type HfConfig = z.infer<typeof hfConfigSchema>
export type HfGeneration = z.infer<typeof generationSchema>
export type HfRope = z.infer<typeof rope>
