import type { BatchDeclarations, BuildContext, InferenceDefinition } from '../engine.ts'
import type { LoraConfig } from '../lora/config.ts'
import { type Dim, multiplyDims } from '../ops/dims.ts'
import type { Value } from '../ops/graph.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { decoderStates, headWeight, policyLinear } from '../transformer/forward.ts'
import {
  type CacheAttention,
  extending,
  layerName,
  ofOne,
  ofOneBehind,
  ofWhole,
} from './cached-attention.ts'

/** A model whose keys and values are kept between its runs. */
export interface CachedPolicy {
  readonly config: TransformerConfig
  readonly lora?: LoraConfig | undefined
}

/**
 * One more token of each of `B` sequences. Their keys and values so far are inputs alone: what a session
 * gives is copied, and a cache is far larger than what one token adds to it.
 */
export function decodeDefinition(policy: CachedPolicy): InferenceDefinition {
  return {
    batch: {
      ids: { dtype: 'int32', shape: ['B'] },
      ...anglesOf(policy.config, 'B'),
      ...pastOf(policy.config),
      ...temperatures,
    },
    build: (context) => outputsOf(context, policy, ofOne, context.input('ids'), (x) => x),
  }
}

/** The same for sequences behind `P` beginnings, of up to `Q` places, that up to `C` of them share. */
export function decodeBehindDefinition(policy: CachedPolicy): InferenceDefinition {
  const { batch } = decodeDefinition(policy)
  return {
    batch: {
      ...batch,
      ...prefixOf(policy.config),
      rowsOf: { dtype: 'int32', shape: ['P', 'C'] },
      placeOf: { dtype: 'int32', shape: ['B'] },
    },
    build: (context) => outputsOf(context, policy, ofOneBehind, context.input('ids'), (x) => x),
  }
}

/**
 * `N` more tokens of each of `B` sequences, padded on their right; logits behind the one at `last`, which
 * counts through all of them.
 */
export function extendDefinition(policy: CachedPolicy): InferenceDefinition {
  return severalTokens(policy, extending, pastOf(policy.config))
}

/** The same for tokens from the beginning of their sequences: nothing is cached yet. */
export function prefillDefinition(policy: CachedPolicy): InferenceDefinition {
  return severalTokens(policy, ofWhole, {})
}

function severalTokens(
  policy: CachedPolicy,
  attention: CacheAttention,
  past: BatchDeclarations,
): InferenceDefinition {
  const tokens = multiplyDims('B', 'N')
  return {
    batch: {
      ids: { dtype: 'int32', shape: ['B', 'N'] },
      /** All the same: rows begin with their tokens. */
      segments: { dtype: 'int32', shape: [1, 'N'] },
      last: { dtype: 'int32', shape: ['B'] },
      ...anglesOf(policy.config, tokens),
      ...past,
      ...temperatures,
    },
    build: (context) => {
      const { ops, input } = context
      const ids = ops.reshape(input('ids'), [tokens])
      return outputsOf(context, policy, attention, ids, (x) =>
        ops.gather(x, input('last'), { unique: true }),
      )
    },
  }
}

/** What logits are multiplied by before they become probabilities. */
const temperatures: BatchDeclarations = {
  inverseTemperature: { dtype: 'float32', shape: ['B', 1] },
}

function anglesOf({ headSize }: TransformerConfig, tokens: Dim): BatchDeclarations {
  const angle = { dtype: 'float32', shape: [tokens, headSize / 2] } as const
  return { cos: angle, sin: angle, queryCos: angle, querySin: angle }
}

/** `T` places a sequence; the bias of a place is 0, or `HIDDEN` where no token stands. */
function pastOf({ layers, keyValueHeads, headSize }: TransformerConfig): BatchDeclarations {
  const cache = { dtype: 'float32', shape: ['B', keyValueHeads, 'T', headSize] } as const
  const names = Array.from({ length: layers }, (_, layer) => [
    layerName('keys', layer),
    layerName('values', layer),
  ])
  return {
    pastBias: { dtype: 'float32', shape: ['B', 'T'] },
    ...Object.fromEntries(names.flat().map((name) => [name, cache])),
  }
}

function prefixOf({ layers, keyValueHeads, headSize }: TransformerConfig): BatchDeclarations {
  const cache = { dtype: 'float32', shape: ['P', keyValueHeads, 'Q', headSize] } as const
  const names = Array.from({ length: layers }, (_, layer) => [
    layerName('prefix keys', layer),
    layerName('prefix values', layer),
  ])
  return {
    prefixBias: { dtype: 'float32', shape: ['P', 'Q'] },
    ...Object.fromEntries(names.flat().map((name) => [name, cache])),
  }
}

/** Logits and probabilities `[B, vocabulary]`, and what each layer adds to the cache. */
function outputsOf(
  context: BuildContext,
  policy: CachedPolicy,
  attention: CacheAttention,
  ids: Value,
  keep: (x: Value) => Value,
): Readonly<Record<string, Value>> {
  const { ops, input } = context
  const { config, lora } = policy
  const { attend, added } = attention(context, config)
  const adapted = { config, ...(lora && { lora }) }
  const hidden = decoderStates(
    { context, config, linear: policyLinear(context, adapted), attention: attend, keep },
    ids,
  )
  const logits = ops.matmul(hidden, headWeight(context, adapted), { transposeB: true })
  const probs = ops.softmax(ops.mul(logits, input('inverseTemperature')))
  return { logits, probs, ...Object.fromEntries(added) }
}
