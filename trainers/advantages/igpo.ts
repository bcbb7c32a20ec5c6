import { z } from 'zod'
import { type CreditEpisode, spread, type TokenCredit } from './episode.ts'
import {
  centred,
  creditOf,
  type Member,
  normalised,
  type ScoredEpisode,
  scoredOf,
  withinGroups,
} from './groups.ts'
import { ddofOption, epsilonOption, gammaOption, modeOption, readOptions } from './options.ts'
import { returnsToGo } from './turn-members.ts'

export const igpoOptions = z.strictObject({
  grouping: z
    .enum(['joint', 'separate', 'position'])
    .default('joint')
    .describe(
      'Rewards of the group that are normalised together: all, the last turns apart from the others, or those of equal turn number.',
    ),
  gamma: gammaOption(1),
  mode: modeOption('mean_std_norm'),
  epsilon: epsilonOption(1e-6),
  ddof: ddofOption(0),
})
export type IgpoOptions = z.input<typeof igpoOptions>

/**
 * Turn rewards are normalised within the group, then carried back: A_k = r̃_k + γ A_{k+1}, on all tokens of
 * turn k. "Information Gain-based Policy Optimization" (Wang et al. 2025, arXiv 2510.14967); where the
 * rewards come from (the gain in probability of the answer) is the reward's business. `joint` and `separate`,
 * carrying by turn, ε and the population's σ as in the released code of February 2026 (a public copy read);
 * `position` with `mean_norm` is what an earlier release did (by the handbook). Not read: the paper's
 * equation numbers.
 *
 * Deviations: a gain of exactly 0 is a reward like any other (the code drops zeros before the last turn from
 * mean and σ); observations break no chain (an earlier release broke it at each). Rewards of turns without
 * tokens are normalised too, because earlier turns get their share of them.
 */
export function igpo(episodes: readonly CreditEpisode[], options: IgpoOptions = {}): TokenCredit {
  const read = readOptions(igpoOptions, options, 'igpo')
  const { grouping, gamma, mode } = read
  const relative = mode === 'mean_norm' ? centred : normalised(read)
  const rewards = scoredOf(episodes).flatMap((episode) => rewardsOf(episode, grouping))
  const normal = withinGroups(rewards, relative)
  let at = 0
  return creditOf(episodes, (episode) => {
    const own = normal.subarray(at, at + episode.rewards.length)
    at += episode.rewards.length
    return spread(returnsToGo([...own], gamma), episode)
  })
}

function rewardsOf({ group, rewards }: ScoredEpisode, grouping: string): readonly Member[] {
  return rewards.map((value, turn) => {
    const last = turn === rewards.length - 1
    const among = grouping === 'joint' ? 'all' : grouping === 'separate' ? last : turn
    return { key: JSON.stringify([group, among]), value }
  })
}
