import type { EpisodeResult } from '../../result.ts'
import type { PanelRun } from '../panel.ts'
import { term } from './query.ts'

/** How often something was found in a run, and in how many of its episodes. */
export interface Tally {
  readonly run: string
  readonly name: string
  readonly count: number
  readonly episodes: number
  /** The most in one episode. */
  readonly most: number
}

const MOST_NAMES = 30
const REST = 'other'

/** A query for the episodes of a name; of the rest, which has many, there is none. */
export function named(field: string, name: string): readonly string[] {
  return name === REST ? [] : [term(field, name)]
}

/** Counts names over the episodes of each run: the most frequent of all runs first, the rest summed. */
export function tally<Fact>(
  runs: readonly PanelRun<Fact>[],
  namesOf: (fact: Fact, result: EpisodeResult) => Iterable<readonly [name: string, count: number]>,
): readonly Tally[] {
  const found = runs.flatMap(({ label, facts, results }) =>
    facts.flatMap((fact, index) => {
      const result = results[index]
      return result ? [{ run: label, names: [...namesOf(fact, result)] }] : []
    }),
  )
  const totals = new Map<string, number>()
  for (const [name, count] of found.flatMap(({ names }) => names)) {
    totals.set(name, (totals.get(name) ?? 0) + count)
  }
  const shown = [...totals]
    .sort(([nameA, a], [nameB, b]) => Number(nameA === REST) - Number(nameB === REST) || b - a)
    .slice(0, MOST_NAMES)
    .map(([name]) => name)
  const isShown = new Set(shown)
  const tallies = new Map<string, Tally>()
  for (const { run, names } of found) {
    const here = new Set<string>()
    for (const [found, count] of names) {
      const name = isShown.has(found) ? found : REST
      const key = JSON.stringify([name, run])
      const known = tallies.get(key) ?? { run, name, count: 0, episodes: 0, most: 0 }
      tallies.set(key, {
        ...known,
        count: known.count + count,
        episodes: known.episodes + (here.has(name) ? 0 : 1),
        most: Math.max(known.most, count),
      })
      here.add(name)
    }
  }
  const order = isShown.has(REST) ? shown : [...shown, REST]
  return order.flatMap((name) =>
    runs.flatMap(({ label }) => tallies.get(JSON.stringify([name, label])) ?? []),
  )
}
