import { z } from 'zod'
import { ConfigError, type Json } from '../../core/index.ts'
import type { Shapes } from '../checkpoint/parameters.ts'
import { type LoraConfig, resolveTargets } from './config.ts'

/** The keys of an `adapter_config.json` that say what is computed and that are supported. */
export const adapterConfigSchema = z.looseObject({
  peft_type: z.string(),
  r: z.int().positive().default(8),
  lora_alpha: z.number().default(8),
  target_modules: z.union([z.array(z.string()), z.string()]).nullish(),
  use_rslora: z.boolean().default(false),
  base_model_name_or_path: z.string().nullish(),
  rank_pattern: z.record(z.string(), z.int().positive()).nullish(),
  alpha_pattern: z.record(z.string(), z.number()).nullish(),
})

/** Keys that change what is computed, and what they hold where they do not (beside null, [] and {}). */
const neutral: Readonly<Record<string, readonly unknown[]>> = {
  use_dora: [false],
  bias: ['none'],
  modules_to_save: [],
  fan_in_fan_out: [false],
  lora_bias: [false],
  use_qalora: [false],
  use_bdlora: [false],
  exclude_modules: [],
  layers_to_transform: [],
  layers_pattern: [],
  layer_replication: [],
  target_parameters: [],
  trainable_token_indices: [],
  alora_invocation_tokens: [],
  velora_config: [],
  kasa_config: [],
  monteclora_config: [],
  arrow_config: [],
  megatron_config: [],
  // The others change the base: an adapter of theirs belongs to no model that was published.
  init_lora_weights: [true, false, 'gaussian', 'eva', 'orthogonal', 'mica'],
}

/**
 * What an `adapter_config.json` asks for in a model. Dropout is of training alone and not taken over.
 * @throws ConfigError naming the first feature that is not supported.
 */
export function fromPeftConfig(
  given: z.infer<typeof adapterConfigSchema>,
  { path, baseShapes }: { readonly path: string; readonly baseShapes: Shapes },
): LoraConfig {
  const problem = (reason: string, advice: string) =>
    new ConfigError(`Cannot read ${path}: ${reason} (${advice})`)
  if (given.peft_type !== 'LORA') {
    throw problem(`adapters of type ${given.peft_type} are not supported`, 'choose a LORA adapter')
  }
  for (const [key, allowed] of Object.entries(neutral)) {
    const value = given[key]
    if (isNothing(value) || allowed.includes(value)) continue
    throw problem(`${key} ${JSON.stringify(value)} is not supported`, 'choose an adapter without')
  }
  const { target_modules: targets } = given
  if (isNothing(targets) || !targets) throw problem('it has no target_modules', 'add them')
  const targetModules = resolveTargets(baseShapes, targets)
  if (targetModules.length === 0) {
    throw problem(
      `the model has no module that target_modules ${JSON.stringify(targets)} names`,
      'choose an adapter of this model',
    )
  }
  return {
    rank: given.r,
    alpha: given.lora_alpha,
    targetModules,
    rankStabilized: given.use_rslora,
    ...(given.base_model_name_or_path && { baseModel: given.base_model_name_or_path }),
    ...(!isNothing(given.rank_pattern) && { rankPattern: given.rank_pattern ?? {} }),
    ...(!isNothing(given.alpha_pattern) && { alphaPattern: given.alpha_pattern ?? {} }),
  }
}

/** The `adapter_config.json` of an adapter, as PEFT reads it. */
export function toPeftConfig(config: LoraConfig): { readonly [key: string]: Json } {
  return {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: config.baseModel ?? null,
    inference_mode: true,
    r: config.rank,
    lora_alpha: config.alpha,
    lora_dropout: 0,
    target_modules: config.targetModules,
    rank_pattern: config.rankPattern ?? {},
    alpha_pattern: config.alphaPattern ?? {},
    use_rslora: config.rankStabilized,
    use_dora: false,
    bias: 'none',
    fan_in_fan_out: false,
    modules_to_save: null,
    init_lora_weights: true,
  }
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0)
