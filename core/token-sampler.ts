/**
 * Draws tokens from a policy: a service, so that every call is recorded like any exchange and replays
 * without weights.
 */
export interface TokenSampler {
  /**
   * @throws ModelError for this request alone: the prompt is longer than the context, the numbers of the
   * model are not finite, nothing that the grammar allows can be written.
   */
  sample(
    request: SampleRequest,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Sample>
}

export interface SampleRequest {
  /** Everything before: one token or more. */
  readonly prompt: readonly number[]
  /** Most tokens to draw. */
  readonly maxTokens: number
  /** Same seed, prompt and weights: same tokens, whatever else is sampled at the time. */
  readonly seed: number
  /** Default 1; 0 takes the likeliest token. */
  readonly temperature?: number | undefined
  /** Only so many of the likeliest tokens. */
  readonly topK?: number | undefined
  /** Only the likeliest tokens that together have this share of the probability (Holtzman et al. 2019). */
  readonly topP?: number | undefined
  /** Only tokens with at least this share of the likeliest one's probability (Nguyen et al. 2024). */
  readonly minP?: number | undefined
  /** Ids that end the sample, and are its last. Default: those of the model. */
  readonly stopIds?: readonly number[] | undefined
  /** Texts that end the sample: its last token completes one. */
  readonly stop?: readonly string[] | undefined
  /** All that may be written: other tokens have no probability, and `stopIds` come at its end alone. */
  readonly grammar?: Grammar | undefined
}

export interface Sample {
  readonly ids: readonly number[]
  /**
   * Of each id, in nats, under the distribution it was drawn from: at the temperature, without the tokens
   * that top-k, top-p, min-p and the grammar leave out. At temperature 0, those at temperature 1.
   */
  readonly logProbs: readonly number[]
  /** The same under the whole vocabulary; absent where it is no other. */
  readonly policyLogProbs?: readonly number[] | undefined
  readonly finish: SampleFinish
  /** Which weights drew how many tokens. */
  readonly policyVersions: readonly (readonly [version: number, length: number])[]
}

/** A stop id, a stop text, `maxTokens`, or a grammar behind whose end nothing may follow. */
export type SampleFinish = 'stopId' | 'stopText' | 'length' | 'grammar'

/** A set of texts, as plain data. */
export type Grammar =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Grammar[] }
  | { readonly kind: 'choice'; readonly options: readonly Grammar[] }
  /** `max: null` is no limit. */
  | {
      readonly kind: 'repeat'
      readonly body: Grammar
      readonly min: number
      readonly max: number | null
    }
  /** Any text of so many characters, matching a regular expression where one is given. */
  | {
      readonly kind: 'text'
      readonly minLength?: number
      readonly maxLength?: number
      /** Of the whole text: the part of ECMAScript's syntax without look-around and back references. */
      readonly pattern?: string
    }
  /** A JSON value that a JSON Schema (draft 2020-12) accepts, written without white space. */
  | { readonly kind: 'json'; readonly schema: unknown }
