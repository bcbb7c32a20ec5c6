import { existsSync } from 'node:fs'
import { ConfigError, createRng, didYouMean } from '../core/index.ts'
import {
  type Checkpoint,
  checkVocabulary,
  initialize,
  initializeLora,
  type LoraConfig,
  loraShapes,
  openCheckpoint,
  openTokenizer,
  parameterShapes,
  presetConfig,
  presetNames,
  readAdapter,
  type Shapes,
  sizeOf,
  type Tokenizer,
  type TransformerConfig,
  type Weights,
} from '../models/index.ts'

/** Linear layers of all the families: adapting all of them loses least (Dettmers et al. 2023, figure 2). */
export const allLinear = [
  ...['q_proj', 'k_proj', 'v_proj', 'o_proj'],
  ...['gate_proj', 'up_proj', 'down_proj'],
]

/** A new adapter, as flags say it. */
export interface LoraChoice {
  readonly rank: number
  readonly alpha: number
  readonly targets: readonly string[]
  readonly rankStabilized: boolean
}

export interface PolicyChoice {
  /** A size, for a model from scratch, or the folder of a model. */
  readonly model: string
  readonly lora?: LoraChoice | undefined
  /** The folder of an adapter that is to learn on. */
  readonly adapter?: string | undefined
}

/** A policy before its tokenizer is known: sizes have none, folders bring theirs. */
export type PolicySource =
  | { readonly kind: 'scratch'; readonly size: string }
  | { readonly kind: 'folder'; readonly checkpoint: Checkpoint; readonly tokenizer: Tokenizer }

/** A policy that can be given to an engine. */
export interface OpenPolicy extends AsyncDisposable {
  readonly config: TransformerConfig
  readonly lora?: LoraConfig
  readonly tokenizer: Tokenizer
  /** Where it came from; absent for a new model. */
  readonly folder?: string
  readonly description: PolicyDescription
  /** All parameters, those of the adapter included. */
  weights(): Weights
  close(): Promise<void>
}

export interface PolicyDescription {
  readonly model: string
  readonly family: TransformerConfig['family']
  readonly parameters: number
  readonly trained: number
  readonly vocabularySize: number
}

/** @throws ConfigError for a model that is neither a size nor a folder, and for choices that do not go together. */
export async function openPolicySource(choice: PolicyChoice): Promise<PolicySource> {
  const { model, lora, adapter } = choice
  const isSize = (presetNames as readonly string[]).includes(model)
  if (isSize && (lora || adapter !== undefined)) {
    throw new ConfigError(
      `Cannot adapt ${model}: it is a new model, which has nothing to keep (give the folder of a trained one)`,
    )
  }
  if (lora && adapter !== undefined) {
    throw new ConfigError(
      'Cannot train: --adapter and --lora-rank name two adapters (an adapter keeps its rank)',
    )
  }
  if (isSize) return { kind: 'scratch', size: model }
  if (!existsSync(model)) {
    throw new ConfigError(
      `Cannot open the model ${model}: it is no size, and no folder is there (${didYouMean(model, presetNames)} or check the path)`,
    )
  }
  const checkpoint = await openCheckpoint(model)
  try {
    const tokenizer = await openTokenizer(model)
    checkVocabulary(tokenizer, checkpoint.config)
    return { kind: 'folder', checkpoint, tokenizer }
  } catch (error) {
    await checkpoint.close()
    throw error
  }
}

/** The policy itself; a new model, or adapter, is drawn from the seed. */
export async function openPolicy(
  source: PolicySource,
  choice: PolicyChoice & {
    readonly tokenizer: Tokenizer
    /** Of a new model. */
    readonly contextLength: number
    readonly seed: number
  },
): Promise<OpenPolicy> {
  const { tokenizer, seed } = choice
  const rng = createRng(seed)
  if (source.kind === 'scratch') {
    const config = scratchConfig(source.size, tokenizer, choice.contextLength)
    const weights = () => initialize(config, rng.stream('weights'))
    return policyOf({ choice, config, tokenizer, weights, close: async () => {} })
  }
  const { checkpoint } = source
  const { config } = checkpoint
  const adapter =
    choice.adapter === undefined ? undefined : await readAdapter(choice.adapter, checkpoint.shapes)
  const lora = adapter?.config ?? newAdapter(choice)
  async function* weights(): Weights {
    yield* checkpoint.weights()
    if (adapter) yield* adapter.weights()
    else if (lora) yield* initializeLora(config, lora, rng.stream('adapter'))
  }
  const close = async () => {
    await Promise.all([checkpoint.close(), adapter?.close()])
  }
  const { folder } = checkpoint
  return policyOf({ choice, config, lora, folder, tokenizer, weights, close })
}

const newAdapter = ({ lora, model }: PolicyChoice): LoraConfig | undefined =>
  lora && {
    rank: lora.rank,
    alpha: lora.alpha,
    targetModules: lora.targets,
    rankStabilized: lora.rankStabilized,
    baseModel: model,
  }

function policyOf(parts: {
  readonly choice: PolicyChoice
  readonly config: TransformerConfig
  readonly lora?: LoraConfig | undefined
  readonly folder?: string
  readonly tokenizer: Tokenizer
  readonly weights: () => Weights
  readonly close: () => Promise<void>
}): OpenPolicy {
  const { choice, config, lora, tokenizer, weights, close } = parts
  const base = countOf(parameterShapes(config))
  const adapted = lora ? countOf(loraShapes(parameterShapes(config), lora)) : 0
  return {
    config,
    ...(lora && { lora }),
    ...(parts.folder !== undefined && { folder: parts.folder }),
    tokenizer,
    description: {
      model: choice.model,
      family: config.family,
      parameters: base + adapted,
      trained: lora ? adapted : base,
      vocabularySize: config.vocabularySize,
    },
    weights,
    close,
    [Symbol.asyncDispose]: close,
  }
}

const countOf = (shapes: Shapes): number =>
  Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0)

/** Both ends are ends: of a turn, and of a document. */
function scratchConfig(size: string, tokenizer: Tokenizer, maxLength: number): TransformerConfig {
  const ends = [tokenizer.eosId, tokenizer.padId].filter((id) => id !== null)
  return presetConfig(size, {
    vocabularySize: tokenizer.vocabularySize,
    maxLength,
    eosTokenIds: [...new Set(ends)],
    ...(tokenizer.padId === null ? {} : { padTokenId: tokenizer.padId }),
  })
}
