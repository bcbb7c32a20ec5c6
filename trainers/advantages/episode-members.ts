import { type CreditEpisode, spreadOne, type TokenCredit } from './episode.ts'
import { creditOf, type Member, type ScoredEpisode, scoredOf } from './groups.ts'

export interface EpisodeMember extends Member {
  readonly episode: ScoredEpisode
}

/** The scored episodes, each with a number (its return, unless `measure` says another). */
export const episodeMembers = (
  episodes: readonly CreditEpisode[],
  measure: (episode: ScoredEpisode) => number = sumOfRewards,
): readonly EpisodeMember[] =>
  scoredOf(episodes).map((episode) => ({
    key: episode.group,
    value: measure(episode),
    episode,
  }))

export const sumOfRewards = ({ rewards }: ScoredEpisode): number =>
  rewards.reduce((sum, reward) => sum + reward, 0)

/** One number for all tokens of an episode. */
export const spreadEpisodes = (
  episodes: readonly CreditEpisode[],
  credits: Float64Array,
): TokenCredit => creditOf(episodes, (episode, number) => spreadOne(credits[number] ?? 0, episode))
