import { combineScores, type RewardTerm, type Signals, scored } from '../core/index.ts'
import { beliefSettings, type GoldBeliefOptions, goldBeliefs } from './gold-belief.ts'

export type InformationGainOptions = GoldBeliefOptions

/**
 * r_t = p_t - p_{t-1} with p_t = exp(mean over its tokens of log p(gold | all that was read up to turn t)):
 * what a turn adds to the policy's belief in the gold answer. IGPO, "Information Gain-based Policy
 * Optimization" (arXiv 2510.14967), by the handbook's entry. The rewards telescope to p_T - p_0. Where the
 * policy's prompts are recorded as tokens these are what is read; else observations, messages and actions as
 * text. Steps of one message share its gain: the last of them has it. Nothing is known while the episode runs.
 */
export function informationGain(options: InformationGainOptions = {}): RewardTerm<Signals> {
  return {
    spec: { kind: 'informationGain', params: beliefSettings(options) },
    needs: ['logProbs'],
    async finalize(trajectory, services) {
      const { turns } = trajectory
      const beliefs = await goldBeliefs(trajectory, services, options)
      // What has no answer has no belief in one.
      if (!beliefs) return turns.map(() => scored(0))
      const gains = combineScores(
        [beliefs.slice(0, -1), beliefs.slice(1)],
        ([before = 0, after = 0]) => after - before,
      )
      return turns.map(({ decision }, index) => {
        const isLast = turns[index + 1]?.decision !== decision
        return (isLast ? gains[decision] : undefined) ?? scored(0)
      })
    },
  }
}
