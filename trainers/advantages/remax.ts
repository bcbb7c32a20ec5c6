import { z } from 'zod'
import { ConfigError } from '../../core/index.ts'
import { type CreditEpisode, spread, type TokenCredit } from './episode.ts'
import { creditOf } from './groups.ts'
import { readOptions } from './options.ts'
import { returnsToGo } from './turn-members.ts'

export const remaxOptions = z.strictObject({})

/**
 * A_k = Σ_{l ≥ k} r_l - R_greedy. "ReMax" (Li et al. 2023, arXiv 2310.10505): the baseline is the return of
 * one greedy episode from the same start. The paper has one reward at the end; with rewards by turn, turn k
 * gets what came from it on, as verl's `remax` (read). Where the greedy episode is unscored there is no
 * baseline, and the credit is 0.
 */
export function remax(episodes: readonly CreditEpisode[], options: object = {}): TokenCredit {
  readOptions(remaxOptions, options, 'remax')
  return creditOf(episodes, (episode) => {
    const { greedyReturn } = episode
    if (greedyReturn === undefined) {
      throw new ConfigError(
        'Cannot compute advantages with remax: an episode has no greedy return (play one greedy episode for each group)',
      )
    }
    if (greedyReturn === null) return spread([], episode)
    return spread(
      returnsToGo(episode.rewards, 1).map((value) => value - greedyReturn),
      episode,
    )
  })
}
