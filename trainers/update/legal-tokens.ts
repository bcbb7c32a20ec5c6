import { ConfigError, type Grammar, type TokenSampler } from '../../core/index.ts'
import {
  grammarKey,
  type HostTensor,
  legalBias,
  legalTokens,
  type TokenBatch,
  type TokenVocabulary,
  type TransformerConfig,
} from '../../models/index.ts'
import type { MicroBatch, UpdateSequence } from './plan-batches.ts'

/**
 * What grammars left a policy to choose from: its log-probs are then those of the legal tokens alone, in the
 * update as in the sampler. Samples hold the key of their grammar; grammars are learnt from what is asked.
 */
export interface LegalTokens {
  /** The same sampler; the grammars of its requests are remembered. */
  watch(sampler: TokenSampler): TokenSampler
  /** What is added to the logits of the trained tokens; null where all tokens were legal everywhere. */
  biasOf(
    micro: MicroBatch,
    batch: TokenBatch,
    members: readonly UpdateSequence[],
  ): HostTensor | null
}

interface KnownGrammar {
  readonly grammar: Grammar
  readonly stopIds: readonly number[]
}

export function createLegalTokens(
  config: Pick<TransformerConfig, 'vocabularySize'>,
  vocabulary: TokenVocabulary,
): LegalTokens {
  const grammars = new Map<string, KnownGrammar>()
  const keys = new WeakMap<Grammar, string>()
  const keyOf = (grammar: Grammar) => {
    const key = keys.get(grammar) ?? grammarKey(grammar)
    keys.set(grammar, key)
    return key
  }
  const legalIn = ({ ids, constraints = [] }: UpdateSequence) => {
    const legal = new Map<number, Uint8Array>()
    for (const { start, length, grammar: key, maxTokens } of constraints) {
      const known = grammars.get(key)
      if (!known) {
        throw new ConfigError(
          `Cannot train on a sample of grammar ${key}: it was not drawn in this run (play it here)`,
        )
      }
      const drawn = [...ids.subarray(start, start + length)]
      const steps = legalTokens(known.grammar, {
        ...{ vocabulary, maxTokens, ids: drawn, stopIds: known.stopIds },
      })
      for (const [i, tokens] of steps.entries()) legal.set(start + i, tokens)
    }
    return legal
  }
  return {
    watch: (sampler) => ({
      sample(request, options) {
        const { grammar, stopIds = [] } = request
        if (grammar) {
          const key = keyOf(grammar)
          if (!grammars.has(key)) grammars.set(key, { grammar, stopIds })
        }
        return sampler.sample(request, options)
      },
    }),
    biasOf(micro, batch, members) {
      if (!members.some(({ constraints = [] }) => constraints.length > 0)) return null
      const legal = members.map(legalIn)
      return legalBias(batch, config, (member, position) => {
        const before = micro.layout === 'rows' ? 0 : (members[member]?.promptLength ?? 0)
        return legal[member]?.get(position + before) ?? null
      })
    },
  }
}
