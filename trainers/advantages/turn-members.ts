import { type CreditEpisode, spread, type TokenCredit } from './episode.ts'
import { creditOf, type Member, type ScoredEpisode, scoredOf } from './groups.ts'

/** A turn of a scored episode in which the policy drew tokens. */
export interface TurnMember extends Member {
  /** Counts the scored episodes. */
  readonly number: number
  readonly turn: number
}

/**
 * Turns as members of groups, by `keyOf` (null: of no group). Turns in which something else acted are no
 * samples of the policy: they are left out here, while what they earned is in the values of earlier turns.
 */
export const turnMembers = (
  episodes: readonly CreditEpisode[],
  valuesOf: (episode: ScoredEpisode) => ArrayLike<number>,
  keyOf: (episode: ScoredEpisode, turn: number) => string | null,
): readonly TurnMember[] =>
  scoredOf(episodes).flatMap((episode, number) => {
    const values = valuesOf(episode)
    return episode.tokens.flatMap((count, turn) => {
      const key = count > 0 ? keyOf(episode, turn) : null
      return key === null ? [] : [{ key, value: values[turn] ?? 0, number, turn }]
    })
  })

/** One number for the tokens of each turn; turns that are no member get 0. */
export function spreadTurns(
  episodes: readonly CreditEpisode[],
  members: readonly TurnMember[],
  credits: Float64Array,
): TokenCredit {
  const turns = scoredOf(episodes).map(({ tokens }) => new Float64Array(tokens.length))
  for (const [place, { number, turn }] of members.entries()) {
    const row = turns[number]
    if (row) row[turn] = credits[place] ?? 0
  }
  return creditOf(episodes, (episode, number) => spread(turns[number] ?? [], episode))
}

/**
 * G_k = r_k + γ G_{k+1}, and G_k = r_k where a cut follows. Observations stand between turns and break nothing here.
 */
export function returnsToGo(
  rewards: readonly number[],
  gamma: number,
  cuts: readonly boolean[] = [],
): Float64Array {
  const returns = new Float64Array(rewards.length)
  let next = 0
  for (let turn = rewards.length - 1; turn >= 0; turn--) {
    next = (rewards[turn] ?? 0) + (cuts[turn] ? 0 : gamma * next)
    returns[turn] = next
  }
  return returns
}
