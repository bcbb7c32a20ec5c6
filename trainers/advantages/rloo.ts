import { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { episodeMembers, spreadEpisodes } from './episode-members.ts'
import { type Relative, withinGroups } from './groups.ts'
import { epsilonOption, readOptions } from './options.ts'
import { inverseDeviation } from './spread.ts'

export const rlooOptions = z.strictObject({
  normalise: z
    .boolean()
    .default(false)
    .describe('Divide by the standard deviation of the advantages of the batch.'),
  epsilon: epsilonOption(1e-4),
})
export type RlooOptions = z.input<typeof rlooOptions>

/** Each return minus the mean of the others. */
const leaveOneOut: Relative = (members) => {
  const total = members.reduce((sum, { value }) => sum + value, 0)
  return members.map(({ value }) => value - (total - value) / (members.length - 1))
}

/**
 * A_i = R_i - mean of R_j, j ≠ i. "Back to Basics" (Ahmadian et al. 2024, arXiv 2402.14740), the RLOO
 * estimator of section 2 (formula as in verl's `rloo`, read; the paper's number of it not looked up).
 * `normalise` divides by the deviation (n - 1) of all advantages, as TRL's `normalize_advantages`; their
 * mean is 0 by construction and is not subtracted, so that groups without a signal stay at exactly 0.
 */
export function rloo(episodes: readonly CreditEpisode[], options: RlooOptions = {}): TokenCredit {
  const { normalise, epsilon } = readOptions(rlooOptions, options, 'rloo')
  const credits = withinGroups(episodeMembers(episodes), leaveOneOut)
  const factor = normalise ? inverseDeviation([...credits], { epsilon, ddof: 1 }) : 1
  return spreadEpisodes(
    episodes,
    credits.map((credit) => credit * factor),
  )
}
