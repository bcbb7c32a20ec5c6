/**
 * A decoder-only transformer of the Qwen2, Qwen3 or Llama family. Parameters have the names and
 * layouts of Hugging Face's implementations (`model.layers.0.self_attn.q_proj.weight`: `[out, in]`).
 */
export interface TransformerConfig {
  readonly family: 'qwen2' | 'qwen3' | 'llama'
  readonly vocabularySize: number
  /** Size of the residual stream (`hidden_size`). */
  readonly width: number
  readonly layers: number
  readonly heads: number
  /** Heads of keys and values: each serves `heads / keyValueHeads` heads of queries. */
  readonly keyValueHeads: number
  /** Independent of the width: Qwen3 has 16 heads of 128 at a width of 1024. */
  readonly headSize: number
  /** Size inside the SwiGLU block (`intermediate_size`). */
  readonly feedForward: number
  readonly normEpsilon: number
  readonly rope: RopeConfig
  readonly tiedEmbeddings: boolean
  /** Biases of the projections to queries, keys and values (Qwen2 always, Llama by `attention_bias`). */
  readonly queryKeyValueBias: boolean
  /** Bias of the projection out of attention (Llama and Qwen3 by `attention_bias`). */
  readonly outputBias: boolean
  /** Biases of the SwiGLU block (Llama's `mlp_bias`). */
  readonly feedForwardBias: boolean
  /** RMSNorm over each head of queries and keys (Qwen3). */
  readonly queryKeyNorm: boolean
  /** Longest sequence it was made for (`max_position_embeddings`). */
  readonly maxLength: number
  readonly bosTokenId?: number
  readonly eosTokenIds: readonly number[]
  readonly padTokenId?: number
}

export interface RopeConfig {
  readonly theta: number
  readonly scaling?: Llama3Scaling
}

/** Rope scaling of Llama 3.1 (`rope_type: "llama3"`). */
export interface Llama3Scaling {
  readonly kind: 'llama3'
  readonly factor: number
  readonly lowFrequencyFactor: number
  readonly highFrequencyFactor: number
  readonly originalMaxLength: number
}
