import { z } from 'zod'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { normalised, withinGroups } from './groups.ts'
import { epsilonOption, gammaOption, readOptions } from './options.ts'
import { returnsToGo, spreadTurns, turnMembers } from './turn-members.ts'

export const reBnOptions = z.strictObject({
  gamma: gammaOption(1),
  epsilon: epsilonOption(1e-9),
})
export type ReBnOptions = z.input<typeof reBnOptions>

/**
 * Return batch normalisation: every turn is a sample, A = (G_k - μ) / (σ + ε) over all turns of the batch,
 * σ of a population, G_k = r_k + γ G_{k+1}. "GEM: A Gym for Agentic LLMs" (Liu et al. 2025, arXiv
 * 2510.01051); its script for guessing numbers has γ = 0.9. A public trainer that cites the paper divides by
 * n - 1 instead.
 */
export function reBn(episodes: readonly CreditEpisode[], options: ReBnOptions = {}): TokenCredit {
  const { gamma, epsilon } = readOptions(reBnOptions, options, 'rebn')
  const turns = turnMembers(
    episodes,
    ({ rewards, cuts }) => returnsToGo(rewards, gamma, cuts),
    () => 'batch',
  )
  return spreadTurns(episodes, turns, withinGroups(turns, normalised({ epsilon, ddof: 0 })))
}
