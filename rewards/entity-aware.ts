import { ConfigError, lastSignals, type RewardTerm, scored } from '../core/index.ts'
import { solved } from './solved.ts'

export interface EntityAwareOptions<S extends string = string, M extends string = string> {
  /** What the best wrong answer of a group earns, in [0, 1] (default 0.3, as in the paper). */
  readonly alpha?: number
  /** Boolean signal of a right answer (default `solved`). */
  readonly solved?: S
  /** Numeric signal: the share of entities that were found, not negative (default `entitiesFound`). */
  readonly match?: M
}

/**
 * R_i = 1 for a right answer, else alpha match_i / max over the group of match, so that near misses stand out
 * among wrong answers and none reaches a right one. E-GRPO, "Repurposing Synthetic Data for Fine-grained
 * Search Agent Supervision", by the handbook's entry (its reward of 0 for broken format is a wrong answer's
 * without entities here). Of one episode alone, without its group: 1 or 0.
 */
export function entityAware<
  const S extends string = 'solved',
  const M extends string = 'entitiesFound',
>(
  options: EntityAwareOptions<S, M> = {},
): RewardTerm<Readonly<Record<S, boolean>> & Readonly<Record<M, number>>> {
  const { alpha = 0.3, solved: right = 'solved' as S, match = 'entitiesFound' as M } = options
  if (!(alpha >= 0 && alpha < 1)) {
    throw new ConfigError(`Cannot credit entities with alpha ${alpha} (give a number in [0, 1))`)
  }
  const outcome = solved({ signal: right })
  return {
    ...(outcome as RewardTerm<Readonly<Record<S, boolean>> & Readonly<Record<M, number>>>),
    spec: { kind: 'entityAware', params: { alpha, solved: right, match } },
    async group(trajectories) {
      const ends = trajectories.map(lastSignals)
      const matches = ends.map((end) => end?.[match] ?? 0)
      const rights = ends.map((end) => end?.[right] === true)
      return entityAwareRewards(matches, rights, alpha).map(scored)
    },
  }
}

/** The rewards of a group, from the share of entities each member found and whether it is right. */
export function entityAwareRewards(
  matches: readonly number[],
  rights: readonly boolean[],
  alpha: number,
): readonly number[] {
  const best = Math.max(0, ...matches)
  return matches.map((match, index) =>
    rights[index] ? 1 : best === 0 ? 0 : alpha * (Math.max(0, match) / best),
  )
}
