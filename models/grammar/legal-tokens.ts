import type { Grammar } from '../../core/index.ts'
import type { TokenVocabulary } from '../sampler/sampler.ts'
import { type Constraints, keepConstraints } from './keep-constraints.ts'

export interface LegalTokensOptions {
  /** The sampler's; one object for many samples, since what is prepared of a grammar is kept with it. */
  readonly vocabulary: TokenVocabulary
  /** Those of the request. */
  readonly stopIds: readonly number[]
  /** Of the request: what was left of it decided what was legal. */
  readonly maxTokens: number
  /** What was sampled. */
  readonly ids: readonly number[]
}

const kept = new WeakMap<TokenVocabulary, Constraints>()

/**
 * What the sampler chose from at each id of a sample: 1 for each token that was legal, by id. Arrays of
 * steps that are alike may be one, and are not to be written to.
 * @throws ModelError where an id was not legal: it was sampled with another grammar, vocabulary or budget.
 */
export function legalTokens(
  grammar: Grammar,
  { vocabulary, stopIds, maxTokens, ids }: LegalTokensOptions,
): readonly Uint8Array[] {
  const constraints = kept.get(vocabulary) ?? keepConstraints(vocabulary)
  kept.set(vocabulary, constraints)
  const state = constraints(grammar, stopIds).start()
  return ids.map((id, place) => {
    const legal = state.legal(maxTokens - place)
    state.advance(id)
    return legal
  })
}
