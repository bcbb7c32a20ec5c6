import { lastSignals, type RewardTerm, scored } from '../core/index.ts'

/**
 * 1 once the named signal is true at the end of the episode, else 0: the verified outcome, paid once,
 * on the last turn. While the episode runs it pays on the step that ends it.
 */
export function solved<const K extends string = 'solved'>(
  options: { readonly signal?: K } = {},
): RewardTerm<Readonly<Record<K, boolean>>> {
  const signal = (options.signal ?? 'solved') as K
  return {
    spec: { kind: 'solved', params: { signal } },
    step: ({ signals, terminated }) => (terminated && signals[signal] === true ? 1 : 0),
    finalize: async (trajectory) => {
      const end = lastSignals(trajectory)
      const last = trajectory.turns.length - 1
      return trajectory.turns.map((_, index) =>
        scored(index === last && end?.[signal] === true ? 1 : 0),
      )
    },
  }
}
