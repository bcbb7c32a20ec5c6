import { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { type EpisodeMember, episodeMembers, spreadEpisodes } from './episode-members.ts'
import { type Relative, withinGroups } from './groups.ts'
import { readOptions } from './options.ts'

export const opoOptions = z.strictObject({})

const lengthOf = ({ episode }: EpisodeMember) =>
  episode.tokens.reduce((sum, count) => sum + count, 0)

/** Returns minus their mean weighted by length; where nobody drew a token there is nothing to credit. */
const lengthWeighted: Relative<EpisodeMember> = (members) => {
  const length = members.reduce((sum, member) => sum + lengthOf(member), 0)
  const total = members.reduce((sum, member) => sum + lengthOf(member) * member.value, 0)
  return members.map(({ value }) => (length > 0 ? value - total / length : 0))
}

/**
 * A_i = R_i - Σ n_j R_j / Σ n_j, n: tokens that the policy drew. "On-Policy RL with Optimal Reward
 * Baseline" (Hao et al. 2025, arXiv 2505.23585): the optimal baseline where the squared norm of a gradient
 * grows with length; formula as in verl's `opo`, read. Deviation: verl leaves a lone member its raw return,
 * here it gets 0.
 */
export function opo(episodes: readonly CreditEpisode[], options: object = {}): TokenCredit {
  readOptions(opoOptions, options, 'opo')
  return spreadEpisodes(episodes, withinGroups(episodeMembers(episodes), lengthWeighted))
}
