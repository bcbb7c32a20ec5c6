import type { CreditEpisode } from '../advantages/episode.ts'

/**
 * What is made of an episode that was cut off by a limit: `keep` it as it is; `mask` its tokens, while its
 * return stays in the baseline of its group (TRL's convention); `penalise` its return.
 */
export const truncatedPolicies = ['keep', 'mask', 'penalise'] as const
export type TruncatedPolicy = (typeof truncatedPolicies)[number]

export interface OverlongOptions {
  /** Tokens that a policy may draw in an episode, L_max. */
  readonly maxTokens: number
  /** Tokens before it in which the penalty grows, L_cache. */
  readonly buffer: number
  /** The largest penalty: 1 in DAPO. */
  readonly factor: number
}

/**
 * DAPO (Yu et al. 2025), eq. 13: 0 up to L_max − L_cache tokens, from there linearly down to −factor at L_max,
 * and −factor beyond (verl goes on falling there, OpenRLHF does not).
 */
export function overlongPenalty(
  tokens: number,
  { maxTokens, buffer, factor }: OverlongOptions,
): number {
  const over = Math.max(0, tokens - (maxTokens - buffer))
  if (over === 0) return 0
  return -factor * (buffer > 0 ? Math.min(1, over / buffer) : 1)
}

/** An episode less the soft penalty of its length; an unscored one stays so. */
export function shapeOverlong(episode: CreditEpisode, options: OverlongOptions): CreditEpisode {
  const tokens = episode.tokens.reduce((sum, count) => sum + count, 0)
  return withLastReward(episode, overlongPenalty(tokens, options))
}

export interface TruncatedEpisode {
  readonly episode: CreditEpisode
  /** Whether its tokens are trained. */
  readonly isTrained: boolean
}

/** An episode under a policy for those that a limit cut off. */
export function treatTruncated(
  episode: CreditEpisode,
  isTruncated: boolean,
  { policy, penalty }: { readonly policy: TruncatedPolicy; readonly penalty: number },
): TruncatedEpisode {
  if (policy === 'keep') return { episode, isTrained: true }
  if (policy === 'mask') return { episode, isTrained: !isTruncated }
  return { episode: withLastReward(episode, isTruncated ? -penalty : 0), isTrained: true }
}

/** Adds to the reward of the last turn, and, where rewards have parts, to one of its own. */
function withLastReward(episode: CreditEpisode, amount: number): CreditEpisode {
  const { rewards, parts } = episode
  const last = (rewards?.length ?? 0) - 1
  if (!rewards || last < 0) return episode
  const added = (numbers: readonly number[]) => numbers.with(last, (numbers[last] ?? 0) + amount)
  if (!parts) return { ...episode, rewards: added(rewards) }
  // There even if 0: all members of a group have the same parts.
  const overlong = added(parts['overlong'] ?? rewards.map(() => 0))
  return { ...episode, rewards: added(rewards), parts: { ...parts, overlong } }
}
