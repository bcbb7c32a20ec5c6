import type { TokenSampler } from '../../core/index.ts'
import type { LoraConfig } from '../lora/config.ts'
import type { Weights } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'

/** Samples many requests at once from one policy, in the thread of its engine. */
export interface Sampler extends TokenSampler, AsyncDisposable {
  readonly config: TransformerConfig
  /** Of the weights that the next tick draws with; every step of the optimiser counts one up. */
  version(): Promise<number>
  /**
   * Puts other weights in the place of all, or of those named (an adapter alone), between two ticks. What
   * is being sampled goes on with them: keys and values of what stands so far are computed again.
   * @throws ConfigError, with the old weights as they were, where a name or a size does not fit.
   */
  swap(weights: Weights, options?: { readonly version?: number }): Promise<void>
  /**
   * Begins no tick until the function it gives is called: requests queue, and what is under way rests. Those
   * that are sent during a hold start together, so that which of them share a batch, and with it the last
   * bits of their log-probs, depends on their order alone and not on when they came. With one thread a
   * sampler that was opened alike and is asked the same in the same holds, the next once all of one have
   * ended, gives the same bits. Of several holds the last to end counts.
   */
  hold(): () => void
  statistics(): Promise<SamplerStatistics>
  close(): Promise<void>
}

export interface SamplerOptions {
  readonly config: TransformerConfig
  readonly lora?: LoraConfig | undefined
  /** The bytes each token stands for: stop texts and grammars need them. */
  readonly vocabulary?: TokenVocabulary | undefined
  /** Most requests in one batch. Default 64. */
  readonly maxRows?: number | undefined
  /** Most memory of keys and values, in MiB. Default 1024. */
  readonly cacheMiB?: number | undefined
}

/** What tokens are made of, as it crosses to the thread that samples. */
export interface TokenVocabulary {
  /** By id; null where a token is none (a gap), controls (a special one), or has no bytes of its own. */
  readonly bytes: readonly (Uint8Array | null)[]
}

/** Since the sampler was opened. */
export interface SamplerStatistics {
  readonly requests: number
  readonly waiting: number
  readonly running: number
  readonly promptTokens: number
  /** Of the prompt tokens: those whose keys and values were there already. */
  readonly cachedTokens: number
  readonly sampledTokens: number
  /** Time in which there was something to sample. */
  readonly busySeconds: number
  readonly ticks: number
  /** Mean number of requests that a tick drew a token for. */
  readonly occupancy: number
  /** From a request's arrival to its first tick. */
  readonly queueMs: { readonly mean: number; readonly max: number }
  /** Of keys and values, now. */
  readonly cacheMiB: number
}
