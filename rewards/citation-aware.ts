import { ConfigError, lastSignals, type RewardTerm, scored } from '../core/index.ts'
import { solved } from './solved.ts'

export interface CitationAwareOptions<S extends string = string, M extends string = string> {
  /** Weight of the evidence, in [0, 1] (default 0.3, as in the paper). */
  readonly alpha?: number
  /** Boolean signal of a right answer (default `solved`). */
  readonly solved?: S
  /** Numeric signal: the share of rubrics with evidence, not negative (default `rubricShare`). */
  readonly rubrics?: M
}

/**
 * R = (1 - alpha) R_o + alpha R_o R_rub / max over the group of R_rub: a right answer earns more with its
 * evidence, a wrong one nothing. C-GRPO, "Chaining the Evidence" (CaRR), by the handbook's entry. Of one
 * episode alone, without its group: (1 - alpha) R_o + alpha R_o R_rub.
 */
export function citationAware<
  const S extends string = 'solved',
  const M extends string = 'rubricShare',
>(
  options: CitationAwareOptions<S, M> = {},
): RewardTerm<Readonly<Record<S, boolean>> & Readonly<Record<M, number>>> {
  const { alpha = 0.3, solved: right = 'solved' as S, rubrics = 'rubricShare' as M } = options
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new ConfigError(`Cannot credit evidence with alpha ${alpha} (give a number in [0, 1])`)
  }
  type Sig = Readonly<Record<S, boolean>> & Readonly<Record<M, number>>
  const outcome: RewardTerm<Sig> = solved({ signal: right }) as RewardTerm<Sig>
  const worth = (signals: Sig | null) =>
    signals?.[right] === true ? 1 - alpha + alpha * clamp(signals[rubrics]) : 0
  return {
    spec: { kind: 'citationAware', params: { alpha, solved: right, rubrics } },
    parts: { outcome },
    step: ({ signals, terminated }) => (terminated ? worth(signals) : 0),
    async finalize(trajectory) {
      const last = trajectory.turns.length - 1
      const value = worth(lastSignals(trajectory))
      return trajectory.turns.map((_, index) => scored(index === last ? value : 0))
    },
    async group(trajectories) {
      const ends = trajectories.map(lastSignals)
      const shares = ends.map((end) => end?.[rubrics] ?? 0)
      const rights = ends.map((end) => end?.[right] === true)
      return citationAwareRewards(shares, rights, alpha).map(scored)
    },
  }
}

const clamp = (value: number) => Math.min(1, Math.max(0, value))

/** The rewards of a group, from the share of rubrics each member proved and whether it is right. */
export function citationAwareRewards(
  shares: readonly number[],
  rights: readonly boolean[],
  alpha: number,
): readonly number[] {
  const best = Math.max(0, ...shares)
  return shares.map((share, index) => {
    if (!rights[index]) return 0
    return 1 - alpha + (best === 0 ? 0 : alpha * (Math.max(0, share) / best))
  })
}
