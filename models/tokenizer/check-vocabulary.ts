import { ConfigError } from '../../core/index.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import type { Tokenizer } from './tokenizer.ts'

/**
 * Holds a tokenizer against a model. A model with more ids than the tokenizer is fine: vocabularies are
 * padded.
 * @throws ConfigError where the model cannot take a token, or its end-of-turn ids are no tokens.
 */
export function checkVocabulary(
  tokenizer: Tokenizer,
  config: Pick<TransformerConfig, 'vocabularySize' | 'eosTokenIds'>,
): void {
  const fail = (reason: string, advice: string) => {
    throw new ConfigError(
      `Cannot use the tokenizer ${tokenizer.name} with this model: ${reason} (${advice})`,
    )
  }
  const { vocabularySize: modelSize, eosTokenIds } = config
  if (tokenizer.vocabularySize > modelSize) {
    const token = JSON.stringify(tokenizer.tokenOf(tokenizer.vocabularySize - 1))
    fail(
      `its ids go to ${tokenizer.vocabularySize - 1} (${token}), the model's to ${modelSize - 1}`,
      'use the tokenizer the model came with',
    )
  }
  const missing = eosTokenIds.find((id) => tokenizer.tokenOf(id) === undefined)
  if (missing !== undefined) {
    fail(`the model ends with token ${missing}, which it does not have`, 'see eos_token_id')
  }
  if (eosTokenIds.length === 0 && tokenizer.eosId === null) {
    fail('neither names a token that ends a turn', 'set eos_token_id or eos_token')
  }
}
