import type { EpisodeRow, PageData } from '../../page-data.ts'
import { numberOf, shown } from '../data/json.ts'

/** What a term can ask of an episode. */
export interface Field {
  readonly name: string
  /** For the help. */
  readonly says: string
  readonly text?: (row: EpisodeRow) => string | null
  /** Where an episode has several values. */
  readonly texts?: (row: EpisodeRow) => readonly string[]
  readonly number?: (row: EpisodeRow) => number | null
  /** The values that exist, with how many episodes have them; absent where they are too many to list. */
  readonly values?: ReadonlyMap<string, number>
}

export type OutcomeName = 'success' | 'failure' | 'unscored' | 'unknown'

export function outcomeOf({ success, unscored }: EpisodeRow): OutcomeName {
  if (success !== null) return success ? 'success' : 'failure'
  return unscored === null ? 'unknown' : 'unscored'
}

/** Every field of a report's episodes; `signal.<name>` stands once for each signal there is. */
export function fieldsOf({ episodes, runs }: PageData): readonly Field[] {
  const listed = (field: Field & { text: (row: EpisodeRow) => string | null }): Field => ({
    ...field,
    values: countValues(episodes, field.text),
  })
  const names = new Set<string>()
  for (const { signals } of episodes) for (const name in signals) names.add(name)
  const tagNames = new Set<string>()
  for (const { tags } of episodes) for (const name in tags) tagNames.add(name)
  const tags = [...tagNames].map((name): Field => {
    const texts = (row: EpisodeRow) => row.tags[name] ?? []
    return {
      name,
      says: TAGS[name] ?? 'what the overview counts by it',
      texts,
      values: countAll(episodes, texts),
    }
  })
  const signals = [...names].map((name): Field => {
    return {
      name: `signal.${name}`,
      says: 'a signal at the end',
      text: (row) => (name in row.signals ? shown(row.signals[name]) : null),
      number: (row) => numberOf(row.signals[name]),
    }
  })
  return [
    listed({ name: 'run', says: 'label of the run', text: ({ run }) => runs[run]?.label ?? null }),
    listed({ name: 'outcome', says: 'success, failure, unscored or unknown', text: outcomeOf }),
    listed({ name: 'split', says: 'split of the task', text: ({ split }) => split }),
    listed({
      name: 'difficulty',
      says: 'difficulty of the task',
      text: ({ difficulty }) => difficulty,
      number: ({ difficulty }) => asNumber(difficulty ?? ''),
    }),
    listed({ name: 'kind', says: 'kind of the task', text: ({ kind }) => kind }),
    listed({ name: 'ended', says: 'how the episode ended', text: ({ ended }) => ended }),
    listed({ name: 'unscored', says: 'class of the failure', text: ({ unscored }) => unscored }),
    { name: 'task', says: 'id of the task', text: ({ task }) => task },
    { name: 'id', says: 'id of the episode', text: ({ id }) => id },
    { name: 'group', says: 'group of the episode', text: ({ group }) => group },
    { name: 'seed', says: 'seed', number: ({ seed }) => seed },
    { name: 'reward', says: 'the chosen reward', number: ({ reward }) => reward },
    { name: 'turns', says: 'number of turns', number: ({ turns }) => turns },
    { name: 'failed', says: 'failed actions', number: ({ failedActions }) => failedActions },
    { name: 'ms', says: 'milliseconds in all', number: ({ ms }) => ms },
    { name: 'attempts', says: 'tries it took', number: ({ attempts }) => attempts },
    ...tags,
    ...signals,
  ]
}

const TAGS: Readonly<Record<string, string>> = {
  action: 'kind of an action',
  reason: 'why an action failed',
  exit: 'exit code of a command other than 0',
  loop: 'an action done again and again',
  integrity: 'what was tried beside the task, by kind',
  finding: 'what was tried, in its own words',
  phase: 'of an unscored episode: where it failed',
  error: 'of an unscored episode: what was said',
}

/** A text that is a number, and nothing else. */
export function asNumber(text: string): number | null {
  const number = Number(text)
  return text.trim() === '' || !Number.isFinite(number) ? null : number
}

function countValues(
  episodes: readonly EpisodeRow[],
  textOf: (row: EpisodeRow) => string | null,
): ReadonlyMap<string, number> {
  return countAll(episodes, (row) => textOf(row) ?? [])
}

function countAll(
  episodes: readonly EpisodeRow[],
  textsOf: (row: EpisodeRow) => string | readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const row of episodes) {
    for (const value of [textsOf(row)].flat()) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const { compare } = new Intl.Collator('en', { numeric: true })
  return new Map([...counts].sort(([a], [b]) => compare(a, b)))
}
