import { ConfigError } from '../../core/index.ts'

/** What the losses of tokens are averaged over. */
export const aggregations = ['token-mean', 'sequence-mean', 'constant', 'prompt-mean'] as const
export type Aggregation = (typeof aggregations)[number]

/** A training sample, as far as averages need it. */
export interface AggregatedSequence {
  /** Not 0 where a token is trained, aligned to its ids. */
  readonly mask: ArrayLike<number>
  /** Samples of one trajectory share it. */
  readonly episode: number
  /** Trajectories from one start share it. */
  readonly group: string
}

export interface TokenWeights {
  /** Of each sequence, aligned to its ids; 0 where a token is not trained. */
  readonly weights: readonly Float64Array[]
  /** What the weighted sum of the whole optimizer step is divided by, once; 0 where nothing is trained. */
  readonly denominator: number
}

/**
 * What each token of an optimizer step counts. N: trained tokens, n_i those of trajectory i (all its samples
 * together), B: trajectories with any, L_t: the loss of a token.
 *
 * - `token-mean` (1/N) Σ L_t: DAPO (Yu et al. 2025), eq. 8.
 * - `sequence-mean` (1/B) Σ_i (1/n_i) Σ_t L_t: GRPO (Shao et al. 2024), eq. 3.
 * - `constant` (1/(B·normLength)) Σ L_t: Dr.GRPO (Liu et al. 2025).
 * - `prompt-mean` (1/P) Σ_p (1/N_p) Σ L_t over the P groups with trained tokens, N_p of them in each.
 *
 * The denominator is that of all sequences of the step: how they are cut into micro-batches changes nothing.
 */
export function tokenWeights(
  sequences: readonly AggregatedSequence[],
  aggregation: Aggregation,
  { normLength = null }: { readonly normLength?: number | null } = {},
): TokenWeights {
  const ofEpisode = counts(sequences, ({ episode }) => episode)
  const ofGroup = counts(sequences, ({ group }) => group)
  const weightIn = ({ episode, group }: AggregatedSequence) => {
    if (aggregation === 'sequence-mean') return 1 / (ofEpisode.get(episode) ?? 1)
    if (aggregation === 'prompt-mean') return 1 / (ofGroup.get(group) ?? 1)
    return 1
  }
  const weights = sequences.map((sequence) => {
    const weight = weightIn(sequence)
    return Float64Array.from(sequence.mask, (trained) => (trained ? weight : 0))
  })
  return { weights, denominator: denominatorOf() }

  function denominatorOf(): number {
    if (aggregation === 'token-mean') return total(ofEpisode)
    if (aggregation === 'sequence-mean') return ofEpisode.size
    if (aggregation === 'prompt-mean') return ofGroup.size
    if (normLength !== null && normLength > 0) return ofEpisode.size * normLength
    throw new ConfigError(
      'Cannot average over a constant length: none is given (give --norm-length)',
    )
  }
}

/** Trained tokens by key; keys without any are left out. */
function counts<K>(
  sequences: readonly AggregatedSequence[],
  keyOf: (sequence: AggregatedSequence) => K,
): ReadonlyMap<K, number> {
  const counted = new Map<K, number>()
  for (const sequence of sequences) {
    const trained = Array.from(sequence.mask).filter(Boolean).length
    const key = keyOf(sequence)
    if (trained > 0) counted.set(key, (counted.get(key) ?? 0) + trained)
  }
  return counted
}

const total = (counted: ReadonlyMap<unknown, number>): number =>
  [...counted.values()].reduce((sum, count) => sum + count, 0)
