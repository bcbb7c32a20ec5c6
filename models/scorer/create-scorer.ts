import { ConfigError, ModelError } from '../../core/index.ts'
import { checkRequest } from './check-request.ts'
import { createBatchScorer } from './score-batch.ts'
import { ScoreQueue } from './score-queue.ts'
import type { AnswerProbability, ScoredContinuation, Scorer, ScorerOptions } from './scorer.ts'

/**
 * Scores under parameters of an engine, as they are when a batch begins. Other parameters of the same
 * tokens have a scorer of their own: a frozen reference.
 * @throws ConfigError for a temperature or a size that is none.
 */
export function createScorer(options: ScorerOptions): Scorer {
  const { config, lora, temperature: usual = 1, tokensAtOnce = 8192 } = options
  checkTemperature(usual)
  if (!Number.isSafeInteger(tokensAtOnce) || tokensAtOnce < 1) {
    throw new ConfigError(
      `Cannot score ${tokensAtOnce} tokens at once: it is no count (give a whole number from 1)`,
    )
  }
  const queue = new ScoreQueue(createBatchScorer(options), tokensAtOnce)
  const scorer: Scorer = {
    async score(prefix, continuations, { signal, temperature = usual, under = 'policy' } = {}) {
      checkTemperature(temperature)
      if (under === 'base' && lora === undefined) {
        throw new ConfigError(
          "Cannot score under the base: the policy has no adapter (score under 'policy')",
        )
      }
      // Copies: who waits in a batch cannot be changed any more.
      const request = {
        prefix: [...prefix],
        continuations: continuations.map((ids) => [...ids]),
        ...{ temperature, under },
      }
      checkRequest(config, request)
      return queue.score(request, signal)
    },
    async probabilities(prefix, answers, scoreOptions) {
      const empty = answers.findIndex((answer) => answer.length === 0)
      if (empty >= 0) {
        throw new ModelError(
          `Cannot score answer ${empty}: it is empty, and has no mean by token (give one token or more)`,
        )
      }
      return (await scorer.score(prefix, answers, scoreOptions)).map(probabilityOf)
    },
    asLogProbScorer: ({ tokenizer, ...scoreOptions } = {}) => ({
      async score(prefix, continuations, { signal } = {}) {
        const scored = await scorer.score(prefix, continuations, { ...scoreOptions, signal })
        return scored.map(({ logProbs }) => logProbs)
      },
      ...(tokenizer ? { encode: (text: string) => tokenizer.encode(text) } : {}),
    }),
    close: () => queue.close(),
    [Symbol.asyncDispose]: () => queue.close(),
  }
  return scorer
}

function probabilityOf({ logProbs }: ScoredContinuation): AnswerProbability {
  const logProb = logProbs.reduce((sum, each) => sum + each, 0)
  const meanLogProb = logProb / logProbs.length
  return { logProb, meanLogProb, probability: Math.exp(meanLogProb) }
}

function checkTemperature(temperature: number): void {
  if (temperature > 0 && Number.isFinite(temperature)) return
  throw new ConfigError(
    `Cannot score at temperature ${temperature}: logits are divided by it (give a number above 0)`,
  )
}
