import type { LogProbScorer } from '../../core/index.ts'
import type { Parameters } from '../engine.ts'
import type { LoraConfig } from '../lora/config.ts'
import type { Tokenizer } from '../tokenizer/tokenizer.ts'
import type { TransformerConfig } from '../transformer/config.ts'

/** What a policy makes of texts that are given: nothing is sampled. */
export interface Scorer extends AsyncDisposable {
  /**
   * Scores continuations of one prefix, each alone behind it. Calls made at the same time share batches.
   * @throws ModelError for this call alone: the prefix is empty, a token is none of the model's, something
   * is longer than its context, or its numbers are not finite.
   * @throws ConfigError for a temperature that is not above zero, or `'base'` where there is no adapter.
   */
  score(
    prefix: readonly number[],
    continuations: readonly (readonly number[])[],
    options?: ScoreOptions,
  ): Promise<readonly ScoredContinuation[]>
  /**
   * How likely given answers are; the difference between two turns is the information gain of IGPO (arXiv
   * 2510.14967), which takes the length-normalised `probability`.
   * @throws ModelError as `score` does, and for an answer without tokens.
   */
  probabilities(
    prefix: readonly number[],
    answers: readonly (readonly number[])[],
    options?: ScoreOptions,
  ): Promise<readonly AnswerProbability[]>
  /** The service that rewards and judges ask; with `encode` where there is a tokenizer. */
  asLogProbScorer(options?: LogProbScorerOptions): LogProbScorer
  /** What still waits is refused. May be called again. */
  close(): Promise<void>
}

export interface ScorerOptions {
  readonly parameters: Parameters
  readonly config: TransformerConfig
  /** The adapter among the parameters. */
  readonly lora?: LoraConfig | undefined
  /** Where a call gives none. Default 1. */
  readonly temperature?: number | undefined
  /** Most tokens in one batch, padding aside; a sequence longer than that has its own. Default 8192. */
  readonly tokensAtOnce?: number | undefined
}

export interface ScoreOptions {
  readonly signal?: AbortSignal | undefined
  /** What logits are divided by. */
  readonly temperature?: number | undefined
  /** `'base'` leaves the adapter out. Default `'policy'`. */
  readonly under?: ScoredPolicy | undefined
}

export interface LogProbScorerOptions extends Omit<ScoreOptions, 'signal'> {
  /** The model's own: then the service encodes texts, too. */
  readonly tokenizer?: Pick<Tokenizer, 'encode'> | undefined
}

export type ScoredPolicy = 'policy' | 'base'

/** Aligned to the tokens of a continuation. */
export interface ScoredContinuation {
  /** Of each token given the prefix and the tokens before it, in nats. */
  readonly logProbs: readonly number[]
  /** Of the distribution that each token is one of, in nats. */
  readonly entropies: readonly number[]
}

export interface AnswerProbability {
  /** Of the whole answer: the sum over its tokens, in nats. */
  readonly logProb: number
  /** By token. */
  readonly meanLogProb: number
  /** The exponential of `meanLogProb`: the geometric mean over the tokens. */
  readonly probability: number
}
