import {
  ConfigError,
  combineScores,
  finalScores,
  groupScores,
  provisional,
  type RewardTerm,
  scored,
  sumScores,
} from '../core/index.ts'
import { needsOf } from './weighted.ts'

export interface GateOptions {
  /** Smallest long-term reward at which the immediate rewards count. */
  readonly threshold: number
}

/**
 * Gated reward accumulation: R = R_long + 1[R_long >= tau] sum_t r_t, so that step rewards cannot be
 * farmed by a policy that fails its task. G-RA, "Stabilizing Long-term Multi-turn Reinforcement
 * Learning with Gated Rewards" (arXiv 2508.10548): immediate rewards accumulate only when the
 * high-level reward meets the threshold (checked against the abstract; the paper's several priority
 * levels are gates inside gates). Provisionally only the long-term part pays: the gate is known at the end.
 */
export function gated<A, B>(
  long: RewardTerm<A>,
  immediate: RewardTerm<B>,
  options: GateOptions,
): RewardTerm<A & B> {
  const { threshold } = options
  if (!Number.isFinite(threshold)) {
    throw new ConfigError(`Cannot gate a reward at ${threshold} (give a number)`)
  }
  return {
    spec: { kind: 'gated', params: { threshold, long: long.spec, immediate: immediate.spec } },
    needs: needsOf([long, immediate]),
    parts: { long, immediate },
    step: (turn) => provisional(long, turn),
    async finalize(trajectory, services) {
      const longScores = await finalScores<A & B>(long, trajectory, services)
      const total = sumScores(longScores)
      // Without a verdict the gate is neither open nor shut: the episode is unscored.
      if (total.status === 'unscored') return trajectory.turns.map(() => total)
      if (total.value < threshold) return longScores
      const steps = await finalScores<A & B>(immediate, trajectory, services)
      return combineScores([longScores, steps], ([a = 0, b = 0]) => a + b)
    },
    ...(long.group || immediate.group
      ? {
          async group(group, services) {
            const totals = await groupScores<A & B>(long, group, services)
            const steps = await groupScores<A & B>(immediate, group, services)
            return totals.map((total, index) => {
              const step = steps[index]
              if (total.status === 'unscored' || total.value < threshold || !step) return total
              return sumScores([total, step])
            })
          },
        }
      : {}),
  }
}

/** The same rewards with everything on the last turn: for trainers that want one number at the end. */
export function atEnd<Sig>(term: RewardTerm<Sig>): RewardTerm<Sig> {
  return {
    spec: { kind: 'atEnd', params: { term: term.spec } },
    needs: needsOf([term]),
    parts: term.parts ?? { whole: term },
    async finalize(trajectory, services) {
      const total = sumScores(await finalScores(term, trajectory, services))
      if (total.status === 'unscored') return trajectory.turns.map(() => total)
      const last = trajectory.turns.length - 1
      return trajectory.turns.map((_, index) => (index === last ? total : scored(0)))
    },
    ...(term.group ? { group: term.group } : {}),
  }
}
