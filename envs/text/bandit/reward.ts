import { lastSignals, type RewardTerm, scored } from '../../../core/index.ts'
import { progress, weighted } from '../../../rewards/index.ts'

/** What the pulls have paid, as a mean over all pulls there are, once on the last turn. */
const atLast: RewardTerm<Readonly<Record<'earned', number>>> = {
  spec: { kind: 'custom', name: 'earned' },
  step: ({ signals, terminated }) => (terminated ? signals.earned : 0),
  async finalize(trajectory) {
    const earned = lastSignals(trajectory)?.earned ?? 0
    return trajectory.turns.map((_, index) =>
      scored(index === trajectory.turns.length - 1 ? earned : 0),
    )
  },
}

/** The same sum: at the end, or as the dial pays it out. */
export const banditRewards = {
  sparse: atLast,
  dense: weighted({ payoff: [1, progress({ signal: 'banked' })] }),
}
