import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { ConfigError } from '../../core/index.ts'
import type { LoraConfig, Tokenizer } from '../../models/index.ts'
import { allLinear, type PolicyChoice, type PolicySource } from '../open-policy.ts'
import type { SftConfig } from './config.ts'
import type { SftData } from './read-data.ts'
import { learnVocabulary } from './vocabulary.ts'

/** @throws ConfigError for flags of an adapter where none is asked for. */
export function choiceOf(config: SftConfig): PolicyChoice {
  const { model, adapter, loraRank: rank, loraAlpha, loraTargets, rslora } = config
  if (rank === undefined) {
    const useless = { '--lora-alpha': loraAlpha, '--lora-targets': loraTargets, '--rslora': rslora }
    const [flag] = Object.entries(useless).find(([, value]) => value) ?? []
    if (flag === undefined) return { model, adapter }
    throw new ConfigError(
      `Cannot train: ${flag} is of a new adapter, and none is asked for (give --lora-rank)`,
    )
  }
  const targets = loraTargets ?? allLinear
  const lora = { rank, alpha: loraAlpha ?? 2 * rank, targets, rankStabilized: rslora }
  return { model, lora, adapter }
}

/** What to say where an adapter that is to learn on was made for another model: its shapes may fit all the same. */
export function otherBase({ model, adapter }: SftConfig, lora: LoraConfig | undefined) {
  const base = lora?.baseModel
  if (adapter === undefined || base === undefined || resolve(base) === resolve(model)) return null
  // One that was moved, or came from a hub, is known by its name.
  if (!existsSync(base) && basename(base) === basename(model)) return null
  return `The adapter ${adapter} was made for ${base}, not for ${model}: unless they are the same, it begins with noise.`
}

/** What says how episodes are read says nothing of text. */
export function checkKind({ system, minReturn }: SftConfig, { kind }: SftData): void {
  if (kind !== 'text' || (system === undefined && minReturn === undefined)) return
  const flag = system === undefined ? '--min-return' : '--system'
  throw new ConfigError(`Cannot train on text with ${flag}: it is of episodes (leave it out)`)
}

/** Peaks that small models from scratch, models and adapters usually bear. */
export function learningRateOf(
  { learningRate, loraRank, adapter }: SftConfig,
  { kind }: PolicySource,
) {
  if (learningRate !== undefined) return learningRate
  if (kind === 'scratch') return 1e-3
  return loraRank === undefined && adapter === undefined ? 1e-5 : 2e-4
}

/** Text is cut into pieces of the context; conversations are as long as they are. */
export function contextOf(
  { contextLength }: SftConfig,
  source: PolicySource,
  { kind }: SftData,
): number {
  const usual = kind === 'text' ? 256 : 2048
  if (source.kind === 'scratch') return contextLength ?? usual
  const { maxLength } = source.checkpoint.config
  if (contextLength !== undefined && contextLength > maxLength) {
    throw new ConfigError(
      `Cannot train with a context of ${contextLength} tokens: the model takes ${maxLength} (lower --context-length)`,
    )
  }
  return contextLength ?? (kind === 'text' ? Math.min(maxLength, 1024) : maxLength)
}

/** The model's own, or for a new model one learnt on the data. */
export async function newTokenizer(
  { vocabulary, model }: SftConfig,
  source: PolicySource,
  data: SftData,
): Promise<Tokenizer> {
  if (source.kind === 'scratch') return learnVocabulary(vocabulary ?? 'characters', data)
  if (vocabulary === undefined) return source.tokenizer
  throw new ConfigError(
    `Cannot give ${model} a vocabulary of ${vocabulary}: it has its own (leave --vocabulary out)`,
  )
}
