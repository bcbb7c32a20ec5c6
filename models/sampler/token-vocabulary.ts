import type { Tokenizer } from '../tokenizer/tokenizer.ts'
import type { TokenVocabulary } from './sampler.ts'

/** The bytes of each token of a tokenizer; special ones stand for no text. */
export function tokenVocabulary(tokenizer: Tokenizer): TokenVocabulary {
  const special = new Set(tokenizer.specialTokens.map(({ id }) => id))
  return {
    bytes: Array.from({ length: tokenizer.vocabularySize }, (_, id) =>
      special.has(id) || tokenizer.tokenOf(id) === undefined ? null : tokenizer.bytesOf(id),
    ),
  }
}
