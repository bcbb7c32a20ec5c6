import { ConfigError, lastSignals, type RewardTerm, scored } from '../core/index.ts'

export interface EconomyOptions<K extends string> {
  /** What was spent: a count that is 0 or more. */
  readonly signal: K
  /** As much of it costs nothing (default 0). */
  readonly free?: number
  /** What is spent beyond that until the value has fallen to one half. */
  readonly half: number
}

/**
 * How little was spent, on the last turn: 1 up to `free`, then h / (h + x - free), so 1/2 at `half` beyond it;
 * never 0, and never more for spending more. Doing nothing spends nothing: put it behind a gate
 * (`gated(solved(), economy(...), { threshold: 1 })`), where only what solved its task is paid.
 */
export function economy<const K extends string>(
  options: EconomyOptions<K>,
): RewardTerm<Readonly<Record<K, number>>> {
  const { signal, free = 0, half } = options
  if (!(half > 0 && Number.isFinite(half) && free >= 0 && Number.isFinite(free))) {
    throw new ConfigError(
      `Cannot reward economy of ${signal} with free ${free} and half ${half} (give free >= 0 and half > 0)`,
    )
  }
  const worthOf = (spent: number) => half / (half + Math.max(0, spent - free))
  return {
    spec: { kind: 'economy', params: { signal, free, half } },
    step: ({ signals, terminated }) => (terminated ? worthOf(signals[signal]) : 0),
    async finalize(trajectory) {
      const spent = lastSignals(trajectory)?.[signal]
      const last = trajectory.turns.length - 1
      return trajectory.turns.map((_, index) =>
        scored(index === last && spent !== undefined ? worthOf(spent) : 0),
      )
    },
  }
}
