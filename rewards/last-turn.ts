import { combineScores, finalScores, type RewardTerm, sumScores } from '../core/index.ts'
import { needsOf } from './weighted.ts'

/** Turns are worth what `turns` says, but for the last one, which is worth the whole of `end`. */
export function lastTurn<A, B>(turns: RewardTerm<A>, end: RewardTerm<B>): RewardTerm<A & B> {
  return {
    spec: { kind: 'lastTurn', params: { turns: turns.spec, end: end.spec } },
    needs: needsOf([turns, end]),
    parts: { turns, end },
    async finalize(trajectory, services) {
      const total = sumScores(await finalScores<A & B>(end, trajectory, services))
      const each = await finalScores<A & B>(turns, trajectory, services)
      const last = trajectory.turns.length - 1
      return combineScores([each], ([value = 0]) => value).map((score, index) =>
        index === last ? total : score,
      )
    },
  }
}
