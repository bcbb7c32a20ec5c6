import { ModelError } from '../../core/index.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import type { ScoreRequest } from './score-units.ts'

/** @throws ModelError for what the model cannot take, before it is in a batch with others. */
export function checkRequest(
  config: TransformerConfig,
  { prefix, continuations }: Pick<ScoreRequest, 'prefix' | 'continuations'>,
): void {
  if (prefix.length === 0) {
    throw refusal('the prefix', 'it is empty', 'give one token or more, as that at the beginning')
  }
  checkTokens(config, 'the prefix', prefix, 0)
  for (const [index, ids] of continuations.entries()) {
    checkTokens(config, `continuation ${index}`, ids, prefix.length)
  }
}

function checkTokens(
  { vocabularySize, maxLength }: TransformerConfig,
  name: string,
  ids: readonly number[],
  before: number,
): void {
  const end = before + ids.length
  if (end > maxLength) {
    throw refusal(
      name,
      `it ends at ${end} tokens, beyond the ${maxLength} of the model`,
      'shorten it',
    )
  }
  const foreign = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabularySize))
  if (foreign === undefined) return
  throw refusal(
    name,
    `token ${foreign} is not among the ${vocabularySize} of the model`,
    'encode it with the tokenizer of the model',
  )
}

const refusal = (name: string, reason: string, advice: string): ModelError =>
  new ModelError(`Cannot score ${name}: ${reason} (${advice})`)
