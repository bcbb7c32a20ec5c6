import type { TokenVocabulary } from '../sampler/sampler.ts'

/** A grammar over the tokens of one vocabulary. Made once, for many samples at a time. */
export interface Constraint {
  start(): ConstraintState
}

/** Where one sample stands in a grammar. */
export interface ConstraintState {
  /**
   * 1 for each id that may come next, `stopIds` where the text may end here. Only tokens from which the
   * text can be brought to its end within `remaining` tokens, itself and a stop id counted. The array may
   * be that of other states, too, and is not to be written to.
   * @throws ModelError where there is none.
   */
  legal(remaining: number): Uint8Array
  /** @throws ModelError for an id that is not legal. */
  advance(id: number): void
  /**
   * The text is whole, and nothing but a stop id may follow; where there are no stop ids, also nothing that
   * would be whole again within the tokens that `legal` was last told of.
   */
  readonly isAtEnd: boolean
}

export interface ConstraintOptions {
  readonly vocabulary: TokenVocabulary
  /** What ends a text; where there are none, a text ends as soon as nothing may follow it. */
  readonly stopIds: readonly number[]
}
