import {
  ConfigError,
  combineScores,
  finalScores,
  groupScores,
  provisional,
  type RewardTerm,
} from '../core/index.ts'

/** Limits each turn's reward to [min, max], and the scores a term gives to a group. */
export function clip<Sig>(
  term: RewardTerm<Sig>,
  bounds: { readonly min?: number; readonly max?: number },
): RewardTerm<Sig> {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds
  if (!(min <= max))
    throw new ConfigError(`Cannot clip a reward to [${min}, ${max}] (give min <= max)`)
  const limit = (value: number) => Math.min(max, Math.max(min, value))
  return {
    spec: { kind: 'clip', params: { ...bounds, term: term.spec } },
    ...(term.needs ? { needs: term.needs } : {}),
    parts: term.parts ?? { unclipped: term },
    step: (turn) => limit(provisional(term, turn)),
    finalize: async (trajectory, services) =>
      combineScores([await finalScores(term, trajectory, services)], ([value = 0]) => limit(value)),
    ...(term.group
      ? {
          group: async (group, services) =>
            combineScores([await groupScores(term, group, services)], ([value = 0]) =>
              limit(value),
            ),
        }
      : {}),
  }
}
