import type { Json, Trajectory } from '../../core/index.ts'
import type { EpisodeResult } from '../result.ts'
import type { RunFile, Summary } from '../run-file.ts'
import type { Block } from './blocks.ts'
import type { Training } from './read/training/training.ts'

/**
 * One panel of the overview, one file: what it needs of each episode, what it makes of a run, and how
 * that is shown. It knows a run by its folder alone.
 */
export interface Panel<Fact, Data> {
  /** Key of its data in `--json`. */
  readonly id: string
  readonly title: string
  /** Which runs it is about: by default those of episodes. */
  readonly about?: 'episodes' | 'training'
  /** Its figures are many and small. */
  readonly isDense?: boolean
  /** What it needs of one episode, small: called once for each while trajectories stream by. */
  readonly read?: (trajectory: Trajectory) => Fact
  /**
   * Names by which its rows find the episodes they count, by field of the list's queries: `{ action:
   * ['bash'] }` answers to `action:bash`.
   */
  readonly tags?: (fact: Fact) => Tags
  /** The aggregates; null where the runs have nothing to tell. Other files of the folder may be read here. */
  readonly collect: (runs: readonly PanelRun<Fact>[]) => Promise<Data | null> | Data | null
  readonly show: (data: Data) => readonly Block[]
}

/** Fields of the list's queries that have several values in an episode. */
export type Tags = Readonly<Record<string, readonly string[]>>

/** A run as a panel sees it. */
export interface PanelRun<Fact> {
  /** Unique among the runs of a report. */
  readonly label: string
  readonly dir: string
  /** What `run.json` says, as far as it can be read; the env, where it does not, as the episodes say. */
  readonly file: Partial<RunFile>
  /** Who played. */
  readonly agent: string | null
  /** What training wrote; null for a run of episodes alone. */
  readonly training: Training | null
  readonly summary: Summary
  readonly results: readonly EpisodeResult[]
  /** One a result, in the same order. */
  readonly facts: readonly Fact[]
}

/** A panel whose types are nobody else's business. */
export type AnyPanel = Panel<unknown, Json>

/** Checks a panel and forgets its types, for the table of all panels. */
export function definePanel<Fact = undefined, Data extends object = object>(
  panel: Panel<Fact, Data>,
): AnyPanel {
  return panel as unknown as AnyPanel
}
