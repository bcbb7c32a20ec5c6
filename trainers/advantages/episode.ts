/**
 * One episode as plain numbers: all that credit is computed from. A turn is one decision of the agent (one
 * sampled message), whatever number of env steps it led to.
 */
export interface CreditEpisode {
  /** Episodes with one key started from one state and share a baseline. */
  readonly group: string
  /** Final reward of each turn; null where the episode is unscored: it leaves baseline and loss. */
  readonly rewards: readonly number[] | null
  /** Named parts of these rewards, by turn, before they were combined. */
  readonly parts?: Readonly<Record<string, readonly number[]>>
  /** How many tokens the policy drew in each turn (0: something else acted). */
  readonly tokens: readonly number[]
  /** Turns behind which returns begin anew: what came then was somebody else's doing. Absent: there are none. */
  readonly cuts?: readonly boolean[]
  /** Hash of the state that each turn acted on; null where the env did not tell. */
  readonly states?: readonly (string | null)[]
  /** Return of a greedy episode from the same start; null where that is unscored. */
  readonly greedyReturn?: number | null
}

/**
 * One number for each token that the policy drew, turns in order, for each episode in order; null for an
 * unscored one.
 */
export type TokenCredit = readonly (Float64Array | null)[]

/** Sum of an episode's rewards; null where it is unscored. */
export const returnOf = ({ rewards }: CreditEpisode): number | null =>
  rewards?.reduce((sum, reward) => sum + reward, 0) ?? null

/** Gives each token the number of its turn. */
export function spread(turns: ArrayLike<number>, { tokens }: CreditEpisode): Float64Array {
  const credit = new Float64Array(tokens.reduce((sum, count) => sum + count, 0))
  let at = 0
  for (const [turn, count] of tokens.entries()) {
    credit.fill(turns[turn] ?? 0, at, at + count)
    at += count
  }
  return credit
}

/** Gives every token of an episode one number. */
export const spreadOne = (value: number, episode: CreditEpisode): Float64Array =>
  spread(
    episode.tokens.map(() => value),
    episode,
  )
