import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { episodeMembers, spreadEpisodes } from './episode-members.ts'
import { centred, type Relative, withinGroups } from './groups.ts'
import { readOptions } from './options.ts'
import { meanOf } from './spread.ts'

export const maxRlOptions = z.strictObject({
  epsilon: z
    .number()
    .min(0)
    .default(1e-6)
    .describe('Added to the mean return before dividing by it.'),
})
export type MaxRlOptions = z.input<typeof maxRlOptions>

/**
 * A_i = (R_i - mean R) / (mean R + ε): groups count by the inverse of their success rate. "Maximum
 * Likelihood Reinforcement Learning" (2026, arXiv 2602.02710); formula as in its released trainer,
 * according to a public note on it, and as SkyRL's `maxrl`. It is derived for returns of 0 and 1 and used
 * for returns of 0 and up: a negative one is refused, because a negative mean would turn the signs around.
 */
export function maxRl(episodes: readonly CreditEpisode[], options: MaxRlOptions = {}): TokenCredit {
  const { epsilon } = readOptions(maxRlOptions, options, 'max-rl')
  const members = episodeMembers(episodes)
  const negative = members.find(({ value }) => value < -1e-12)
  if (negative) {
    throw new ConfigError(
      `Cannot compute advantages with max-rl: a return is ${negative.value}, and it divides by their mean (use a reward of 0 and up, or grpo)`,
    )
  }
  const perMean: Relative = (group) => {
    const mean = meanOf(group.map(({ value }) => value))
    return centred(group).map((value) => value / (mean + epsilon))
  }
  return spreadEpisodes(episodes, withinGroups(members, perMean))
}
