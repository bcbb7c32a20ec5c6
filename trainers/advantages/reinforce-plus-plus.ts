import { z } from 'zod'
import { type CreditEpisode, spread, type TokenCredit } from './episode.ts'
import { episodeMembers, spreadEpisodes } from './episode-members.ts'
import { centred, creditOf, withinGroups, withSignal } from './groups.ts'
import { gammaOption, readOptions } from './options.ts'
import { returnsToGo } from './turn-members.ts'
import { whitened } from './whiten.ts'

export const reinforcePlusPlusOptions = z.strictObject({
  baseline: z
    .enum(['none', 'group'])
    .default('none')
    .describe('group: the mean return of the group is subtracted before whitening.'),
  gamma: gammaOption(1),
  epsilon: z
    .number()
    .min(0)
    .default(1e-8)
    .describe('Added to the variance before dividing by its root.'),
})
export type ReinforcePlusPlusOptions = z.input<typeof reinforcePlusPlusOptions>

/**
 * REINFORCE++ and REINFORCE++-baseline (Hu et al. 2025, arXiv 2501.03262), formulas as in verl, read:
 *
 * - `none`: every token of turn k gets G_k = r_k + γ G_{k+1}, whitened over all tokens of the batch.
 *   Deviation: γ counts turns, not tokens, and observations break no chain (verl before its PR 7300 reset
 *   the return at each of them). The KL penalty of the paper is the reward's business.
 * - `group`: R - mean R of the group on every token, then whitened, with R the return from the first turn
 *   on (discounted by γ). Deviation: groups without a signal keep exactly 0, where verl leaves them -μ / σ.
 */
export function reinforcePlusPlus(
  episodes: readonly CreditEpisode[],
  options: ReinforcePlusPlusOptions = {},
): TokenCredit {
  const name = 'reinforce-pp'
  const { baseline, gamma, epsilon } = readOptions(reinforcePlusPlusOptions, options, name)
  if (baseline === 'none') {
    const returns = creditOf(episodes, (episode) =>
      spread(returnsToGo(episode.rewards, gamma), episode),
    )
    return whitened(returns, epsilon)
  }
  const members = episodeMembers(episodes, ({ rewards }) => returnsToGo(rewards, gamma)[0] ?? 0)
  const signal = withSignal(members)
  const white = whitened(spreadEpisodes(episodes, withinGroups(members, centred)), epsilon)
  return creditOf(
    episodes,
    (episode, number, place) => (signal[number] && white[place]) || spread([], episode),
  )
}
