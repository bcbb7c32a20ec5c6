import {
  ConfigError,
  combineScores,
  finalScores,
  groupScores,
  provisional,
  type RewardTerm,
  type ServiceName,
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
  const entries = Object.entries(parts).map(([name, [weight, term]]) => {
    if (!Number.isFinite(weight)) {
      throw new ConfigError(
        `Cannot weigh reward part ${name}: its weight is ${weight} (give a number)`,
      )
    }
    return { name, weight, term: term as unknown as RewardTerm<Sig> }
  })
  const weigh = (values: readonly number[]) =>
    entries.reduce((sum, { weight }, index) => sum + weight * (values[index] ?? 0), 0)
  const grouped = entries.some(({ term }) => term.group)

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
      entries.reduce((sum, { weight, term }) => sum + weight * provisional(term, turn), 0),
    finalize: async (trajectory, services) =>
      combineScores(
        await Promise.all(entries.map(({ term }) => finalScores(term, trajectory, services))),
        weigh,
      ),
    ...(grouped
      ? {
          group: async (trajectories, services) =>
            combineScores(
              await Promise.all(
                entries.map(({ term }) => groupScores(term, trajectories, services)),
              ),
              weigh,
            ),
        }
      : {}),
  }
}

/** The services that several terms need, each once. */
export function needsOf(terms: readonly RewardTerm<never>[]): readonly ServiceName[] {
  return [...new Set(terms.flatMap((term) => term.needs ?? []))]
}
