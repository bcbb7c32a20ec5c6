import { ConfigError, ModelError, type SampleRequest } from '../../core/index.ts'
import type { TokenVocabulary } from './sampler.ts'

export interface RequestLimits {
  readonly vocabularySize: number
  /** Tokens that the model was made for. */
  readonly maxLength: number
  readonly vocabulary: TokenVocabulary | undefined
  /** Whether keys and values of so many tokens fit the cache, alone. */
  readonly fits: (length: number) => boolean
}

/** @throws ConfigError for what cannot be asked of any model, ModelError for what cannot of this one. */
export function checkRequest(request: SampleRequest, limits: RequestLimits): void {
  const { prompt, maxTokens, seed, temperature = 1, topK, topP, minP } = request
  need(Number.isSafeInteger(seed), `its seed ${seed} is no whole number`)
  need(Number.isInteger(maxTokens) && maxTokens >= 1, `maxTokens ${maxTokens} is no count from 1`)
  need(temperature >= 0 && temperature < Infinity, `temperature ${temperature} is not 0 or above`)
  need(topK === undefined || (Number.isInteger(topK) && topK >= 1), `topK ${topK} is no count`)
  need(topP === undefined || (topP > 0 && topP <= 1), `topP ${topP} is not above 0 and up to 1`)
  need(minP === undefined || (minP >= 0 && minP <= 1), `minP ${minP} is not from 0 to 1`)
  const needsText = request.grammar !== undefined || (request.stop ?? []).length > 0
  need(
    !needsText || limits.vocabulary !== undefined,
    'stop texts and grammars need the bytes of tokens (open the sampler with a vocabulary)',
  )
  checkTokens(prompt, maxTokens, limits)
}

function checkTokens(
  prompt: readonly number[],
  maxTokens: number,
  { vocabularySize, maxLength, fits }: RequestLimits,
): void {
  if (prompt.length === 0) throw refused('its prompt is empty', 'give one token or more')
  const wrong = prompt.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabularySize))
  if (wrong !== undefined) {
    const reason = `its prompt holds ${wrong}, which is no token of ${vocabularySize}`
    throw refused(reason, 'use the tokenizer of the model')
  }
  const length = prompt.length + maxTokens
  if (length > maxLength) {
    const reason = `a prompt of ${prompt.length} tokens and ${maxTokens} more are longer than the context of ${maxLength}`
    throw refused(reason, 'shorten the prompt, or take fewer tokens')
  }
  if (!fits(length)) {
    const reason = `keys and values of ${length} tokens do not fit the cache`
    throw refused(reason, 'give the sampler more cacheMiB')
  }
}

const refused = (reason: string, advice: string) =>
  new ModelError(`Cannot sample: ${reason} (${advice})`)

function need(holds: boolean, reason: string): void {
  if (!holds) throw new ConfigError(`Cannot sample: ${reason} (correct the request)`)
}
