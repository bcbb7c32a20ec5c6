import { type RewardTerm, type Signals, scored } from '../core/index.ts'
import { beliefSettings, type GoldBeliefOptions, goldBeliefs } from './gold-belief.ts'

/**
 * p_t = exp(mean over its tokens of log p(gold | all that was read up to turn t)): how likely the policy holds
 * the gold answer after each turn (IGPO, arXiv 2510.14967, by the handbook's entry). 0 where there is no gold
 * answer. To be looked at, with weight 0 in `weighted`; beside `informationGain` of equal options it is
 * measured once for both. Steps of one message share what is held after it.
 */
export function goldProbability(options: GoldBeliefOptions = {}): RewardTerm<Signals> {
  return {
    spec: { kind: 'goldProbability', params: beliefSettings(options) },
    needs: ['logProbs'],
    async finalize(trajectory, services) {
      const beliefs = await goldBeliefs(trajectory, services, options)
      return trajectory.turns.map(({ decision }) => beliefs?.[decision + 1] ?? scored(0))
    },
  }
}
