import { join } from 'node:path'
import type { Json, LogProbScorer } from '../../core/index.ts'
import { type ChatTemplate, chatMl, openChatTemplate } from '../chat-template/index.ts'
import { readHfConfig } from '../checkpoint/hf-config.ts'
import { type Checkpoint, openCheckpoint } from '../checkpoint/open-checkpoint.ts'
import type { Engine, EngineSpec, Parameters } from '../engine.ts'
import { type OpenEngineOptions, openEngine } from '../engines/open-engine.ts'
import { type Adapter, readAdapter } from '../lora/adapter-files.ts'
import type { LoraConfig } from '../lora/config.ts'
import { createScorer } from '../scorer/create-scorer.ts'
import type { Weights } from '../tensor.ts'
import { checkVocabulary } from '../tokenizer/check-vocabulary.ts'
import { openTokenizer } from '../tokenizer/open-tokenizer.ts'
import type { Tokenizer } from '../tokenizer/tokenizer.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { declareParameters } from '../transformer/declare-parameters.ts'
import { findPolicyFolders, type PolicyFolders } from './policy-folders.ts'
import { policyIdentity } from './policy-identity.ts'
import type { Sampler } from './sampler.ts'
import { tokenVocabulary } from './token-vocabulary.ts'

/** How a policy speaks: all that an agent needs to know of it. A replay needs no more. */
export interface PolicySpeech {
  readonly folders: PolicyFolders
  readonly config: TransformerConfig
  readonly tokenizer: Tokenizer
  /** Of the tokenizer, or ChatML where it has none. */
  readonly template: ChatTemplate
  /** Most tokens of a conversation. */
  readonly contextTokens: number
  /** Ids that end a message. */
  readonly stopIds: readonly number[]
}

export interface ActingPolicyOptions extends OpenEngineOptions {
  /** Folder of a model, or of the training run that wrote one. */
  readonly model: string
  /** Folder of an adapter, or of the training run that wrote one. */
  readonly adapter?: string | undefined
  /** Most requests in one batch; the sampler's own default where not given. */
  readonly batchRows?: number | undefined
  /** Most memory of keys and values, in MiB; the sampler's own default where not given. */
  readonly cacheMiB?: number | undefined
}

/** A trained policy with an engine of its own, ready to be sampled from. */
export interface ActingPolicy extends PolicySpeech, AsyncDisposable {
  readonly lora?: LoraConfig
  /** Equal for equal weights, tokenizer and configuration, wherever they are. */
  readonly identity: string
  readonly engine: EngineSpec
  /** Its weights in the engine: for a scorer of other options. */
  readonly parameters: Parameters
  readonly sampler: Sampler
  /** How likely this policy holds texts, by the same weights; nothing is set up before it is asked. */
  readonly logProbs: LogProbScorer
  close(): Promise<void>
}

/**
 * Reads tokenizer, chat template and configuration of a policy, and none of its weights.
 * @throws ConfigError in one line for a folder that is no model, or has no tokenizer that fits.
 */
export async function readPolicySpeech({
  model,
  adapter,
}: Pick<ActingPolicyOptions, 'model' | 'adapter'>): Promise<PolicySpeech> {
  const folders = await findPolicyFolders({ model, ...(adapter !== undefined && { adapter }) })
  const config = await readHfConfig(folders.model)
  const tokenizer = await openTokenizer(folders.model)
  checkVocabulary(tokenizer, config)
  const { chatTemplate, namedTokens, eosId } = tokenizer
  const template = await openChatTemplate(chatTemplate ?? chatMl, { namedTokens })
  const ends = chatTemplate === null ? [tokenizer.idOf('<|im_end|>')] : []
  const stopIds = [...config.eosTokenIds, eosId, ...ends].filter((id) => typeof id === 'number')
  return {
    ...{ folders, config, tokenizer, template },
    contextTokens: config.maxLength,
    stopIds: [...new Set(stopIds)],
  }
}

/**
 * Opens a trained policy. Where anything fails, nothing stays open.
 * @throws ConfigError in one line for folders that are no policy, or do not belong together, and for an
 * engine or device that is not there.
 */
export async function openActingPolicy(
  options: ActingPolicyOptions,
  open: (options: OpenEngineOptions) => Promise<Engine> = openEngine,
): Promise<ActingPolicy> {
  const { engine: engineName, device, threads, batchRows: maxRows, cacheMiB } = options
  const speech = await readPolicySpeech(options)
  const { config, folders, tokenizer } = speech
  await using checkpoint = await openCheckpoint(folders.model)
  await using adapter =
    folders.adapter === undefined ? null : await readAdapter(folders.adapter, checkpoint.shapes)
  const identity = await identityOf(speech, checkpoint, adapter)
  const lora = adapter && { lora: adapter.config }
  const opened: AsyncDisposable[] = []
  const close = async () => {
    for (let last = opened.pop(); last; last = opened.pop()) await last[Symbol.asyncDispose]()
  }
  try {
    const engine = await open({ engine: engineName, device, threads })
    opened.push(engine)
    const declared = declareParameters(config, { ...lora, frozen: true })
    const parameters = await engine.open(declared, weightsOf(checkpoint, adapter))
    opened.push(parameters)
    const vocabulary = tokenVocabulary(tokenizer)
    const sampler = await parameters.sampler({ config, ...lora, vocabulary, maxRows, cacheMiB })
    opened.push(sampler)
    const scorer = createScorer({ parameters, config, ...lora })
    opened.push(scorer)
    const logProbs = scorer.asLogProbScorer({ tokenizer })
    const own = { identity, engine: engine.spec, parameters, sampler, logProbs }
    return { ...speech, ...lora, ...own, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    // What failed first is the one to tell.
    await close().catch(() => {})
    throw error
  }
}

async function* weightsOf(checkpoint: Checkpoint, adapter: Adapter | null): Weights {
  yield* checkpoint.weights()
  if (adapter) yield* adapter.weights()
}

/** Of all that decides about what is sampled, and not of where it is. */
function identityOf(
  { config, stopIds, template }: PolicySpeech,
  checkpoint: Checkpoint,
  adapter: Adapter | null,
): Promise<string> {
  const { baseModel: _, ...lora } = adapter?.config ?? {}
  const settings: Json = JSON.parse(
    JSON.stringify({ config, stopIds, template: template.source, lora }),
  )
  return policyIdentity(settings, [
    ...['tokenizer.json', ...checkpoint.files].map((name) => join(checkpoint.folder, name)),
    ...(adapter ? [join(adapter.folder, 'adapter_model.safetensors')] : []),
  ])
}
