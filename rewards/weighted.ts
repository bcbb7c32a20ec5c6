import {
  ConfigError,
  combineScores,
  finalScores,
  groupScores,
  provisional,
  type RewardTerm,
  type Score,
  type ServiceName,
  scored,
} from '../core/index.ts'

type Weighted = readonly [weight: number, term: RewardTerm<never>]

/** The signals that weighted parts need, together. */
export type SigOfParts<P extends Readonly<Record<string, Weighted>>> = [P[keyof P][1]] extends [
  RewardTerm<infer Sig>,
]
  ? Sig
  : never

/** The sum of w_k r_k over named parts; each part is stored unweighted, under its name. */
export function weighted<const P extends Readonly<Record<string, Weighted>>>(
  parts: P,
): RewardTerm<SigOfParts<P>> {
  type Sig = SigOfParts<P>
  if (Object.keys(parts).length === 0) {
    throw new ConfigError('Cannot weigh no reward parts (name at least one)')
  }
  const entries = Object.entries(parts).map(([name, [weight, term]]) => {
    if (!Number.isFinite(weight)) {
      throw new ConfigError(
        `Cannot weigh reward part ${name}: its weight is ${weight} (give a number)`,
      )
    }
    return { name, weight, term: term as unknown as RewardTerm<Sig> }
  })
  // A part of weight 0 is only logged: where it is unscored, the whole is not.
  const counted = entries.filter(({ weight }) => weight !== 0)
  const total = (length: number, columns: readonly (readonly Score[])[]) =>
    combineScores([Array.from({ length }, () => scored(0)), ...columns], ([, ...values]) =>
      counted.reduce((sum, { weight }, index) => sum + weight * (values[index] ?? 0), 0),
    )

  return {
    spec: {
      kind: 'weighted',
      params: Object.fromEntries(
        entries.map(({ name, weight, term }) => [name, [weight, term.spec]]),
      ),
    },
    needs: needsOf(entries.map(({ term }) => term)),
    parts: Object.fromEntries(entries.map(({ name, term }) => [name, term])),
    step: (turn) =>
      counted.reduce((sum, { weight, term }) => sum + weight * provisional(term, turn), 0),
    finalize: async (trajectory, services) =>
      total(
        trajectory.turns.length,
        await Promise.all(counted.map(({ term }) => finalScores(term, trajectory, services))),
      ),
    ...(counted.some(({ term }) => term.group)
      ? {
          group: async (group, services) =>
            total(
              group.length,
              await Promise.all(counted.map(({ term }) => groupScores(term, group, services))),
            ),
        }
      : {}),
  }
}

/** The services that several terms need, each once. */
export function needsOf(terms: readonly RewardTerm<never>[]): readonly ServiceName[] {
  return [...new Set(terms.flatMap((term) => term.needs ?? []))]
}
