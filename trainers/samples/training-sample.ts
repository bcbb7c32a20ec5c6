/**
 * What a trajectory gives a trainer: one sequence of tokens, exactly as they were read and drawn. A new one
 * begins where a prompt is no extension of the one before.
 */
export interface TrainingSample {
  /** Place of its trajectory in the batch. */
  readonly episode: number
  readonly ids: Int32Array
  /** 1 where this policy drew the token in this rollout, whoever's message it stands in. */
  readonly mask: Uint8Array
  /**
   * Of each drawn token, its place among all that were drawn in the episode (turns in order): where its
   * credit stands. -1 elsewhere.
   */
  readonly place: Int32Array
  /** Of each drawn token, the decision it belongs to; -1 elsewhere. */
  readonly turn: Int32Array
  /** As the sampler told them, at the sampling temperature; 0 elsewhere. */
  readonly logProbs: Float64Array
  /** Which weights drew it; -1 elsewhere. */
  readonly versions: Int32Array
  /** Of all drawn tokens: samples of several temperatures are several training samples. */
  readonly temperature: number
  /** Tokens before the first drawn one. */
  readonly promptLength: number
  /** Stretches of drawn tokens that a grammar left fewer choices for. */
  readonly constraints?: readonly ConstrainedSpan[]
}

export interface ConstrainedSpan {
  readonly start: number
  readonly length: number
  /** Key of the grammar. */
  readonly grammar: string
  /** What the request allowed: the grammar leaves room to come to an end. */
  readonly maxTokens: number
}

/** The per-token advantage stream (DESIGN, section 4): losses see this, and no trajectories. */
export interface AdvantageStream {
  readonly sample: TrainingSample
  /** Aligned to the sample's ids; 0 where nothing is trained. */
  readonly advantages: Float64Array
  /** Targets of a critic, where there is one. */
  readonly returns?: Float64Array
  /** What the critic said of each token before the update. */
  readonly values?: Float64Array
  /** 1 where a token is trained: the sample's mask, less what filters took out. */
  readonly mask: Uint8Array
}
