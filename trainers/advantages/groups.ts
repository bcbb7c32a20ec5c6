import type { CreditEpisode, TokenCredit } from './episode.ts'
import { hasSpread, inverseDeviation, meanOf, type Scaling } from './spread.ts'

/** Something that is compared with others of its key: an episode, or a turn. */
export interface Member {
  readonly key: string
  readonly value: number
}

/** Gives each member of one group its credit, from the values of all of them. */
export type Relative<M extends Member = Member> = (members: readonly M[]) => readonly number[]

/**
 * Credits within groups, in the order of `members`. The one place that says what a group without a signal
 * gets: **a member that is alone, or whose group is all equal, gets exactly 0**. Published trainers differ
 * for the lone one (verl's GRPO keeps r / (1 + ε), TRL gives 0).
 */
export function withinGroups<M extends Member>(
  members: readonly M[],
  relative: Relative<M>,
): Float64Array {
  const credits = new Float64Array(members.length)
  for (const places of groupsOf(members)) {
    const group = places.flatMap((place) => members[place] ?? [])
    if (!hasSignal(group)) continue
    for (const [index, credit] of relative(group).entries()) credits[places[index] ?? 0] = credit
  }
  return credits
}

const hasSignal = (group: readonly Member[]) =>
  group.length > 1 && hasSpread(group.map(({ value }) => value))

/** Which members have a group that tells them apart. */
export function withSignal(members: readonly Member[]): readonly boolean[] {
  const signal = members.map(() => false)
  for (const places of groupsOf(members)) {
    const has = hasSignal(places.flatMap((place) => members[place] ?? []))
    for (const place of places) signal[place] = has
  }
  return signal
}

/** Places of the members of each key. */
export function groupsOf(members: readonly { readonly key: string }[]): readonly number[][] {
  const groups = new Map<string, number[]>()
  for (const [place, { key }] of members.entries()) {
    const group = groups.get(key)
    if (group) group.push(place)
    else groups.set(key, [place])
  }
  return [...groups.values()]
}

export const centred: Relative = (members) => {
  const mean = meanOf(members.map(({ value }) => value))
  return members.map(({ value }) => value - mean)
}

/** (x - mean) / (σ + ε). */
export const normalised =
  (scaling: Scaling): Relative =>
  (members) => {
    const scale = inverseDeviation(
      members.map(({ value }) => value),
      scaling,
    )
    return centred(members).map((value) => value * scale)
  }

export interface ScoredEpisode extends CreditEpisode {
  readonly rewards: readonly number[]
}

/** Unscored ones are in no group: they move no mean, no deviation and no baseline. */
export const scoredOf = (episodes: readonly CreditEpisode[]): readonly ScoredEpisode[] =>
  episodes.filter(isScored)

const isScored = (episode: CreditEpisode): episode is ScoredEpisode => episode.rewards !== null

/** Fills in null for those that are unscored; `number` counts the scored ones, `place` all. */
export function creditOf(
  episodes: readonly CreditEpisode[],
  of: (episode: ScoredEpisode, number: number, place: number) => Float64Array,
): TokenCredit {
  let number = 0
  return episodes.map((episode, place) => (isScored(episode) ? of(episode, number++, place) : null))
}
