import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import type { CreditEpisode, TokenCredit } from './episode.ts'
import { spreadEpisodes } from './episode-members.ts'
import { normalised, type ScoredEpisode, scoredOf, withinGroups } from './groups.ts'
import { ddofOption, epsilonOption, readOptions } from './options.ts'
import { inverseDeviation } from './spread.ts'

export const gdpoOptions = z.strictObject({
  weights: z
    .record(z.string(), z.number())
    .default({})
    .describe('Weight of each part of the reward by name (1 where it is not named).'),
  epsilon: epsilonOption(1e-6),
  ddof: ddofOption(1),
})
export type GdpoOptions = z.input<typeof gdpoOptions>

/**
 * Each named part of the reward is normalised in its group, the weighted sum is divided by its deviation in
 * the batch. "GDPO: Group reward-Decoupled Normalization Policy Optimization" (Liu et al. 2026, arXiv
 * 2601.05242); the steps as its abstract and public trainers have them (the paper's equations could not be
 * read): the batch step counts episodes, where a port to verl counts tokens. The mean of the batch is 0 by
 * construction and is not subtracted, so that groups without a signal stay at exactly 0.
 *
 * A part that an episode does not have (it could not be scored) leaves that part's mean and deviation.
 */
export function gdpo(episodes: readonly CreditEpisode[], options: GdpoOptions = {}): TokenCredit {
  const { weights, epsilon, ddof } = readOptions(gdpoOptions, options, 'gdpo')
  const scored = scoredOf(episodes)
  const names = [...new Set(scored.flatMap(({ parts }) => Object.keys(parts ?? {})))].sort()
  checkParts(scored, names, Object.keys(weights))
  const sums = new Float64Array(scored.length)
  for (const name of names) {
    const members = scored.flatMap(({ group, parts }, number) => {
      const part = parts?.[name]
      return part ? [{ key: group, value: part.reduce((sum, r) => sum + r, 0), number }] : []
    })
    const credits = withinGroups(members, normalised({ epsilon, ddof }))
    for (const [place, { number }] of members.entries()) {
      sums[number] = (sums[number] ?? 0) + (weights[name] ?? 1) * (credits[place] ?? 0)
    }
  }
  const factor = inverseDeviation([...sums], { epsilon, ddof })
  return spreadEpisodes(
    episodes,
    sums.map((sum) => sum * factor),
  )
}

function checkParts(
  scored: readonly ScoredEpisode[],
  names: readonly string[],
  weighted: readonly string[],
): void {
  if (scored.length === 0) return
  if (names.length === 0) {
    throw new ConfigError(
      'Cannot compute advantages with gdpo: the episodes have no named parts of their reward (use a reward of several parts, or grpo)',
    )
  }
  const unknown = weighted.find((name) => !names.includes(name))
  if (unknown === undefined) return
  throw new ConfigError(
    `Cannot weigh the part ${unknown} of the reward: there is none of that name (parts: ${names.join(', ')})`,
  )
}
