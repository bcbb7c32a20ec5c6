import type { Ended, ErrorClass, Json } from '../../core/index.ts'
import type { Block, FigureBlock } from './blocks.ts'
import type { ListedSample } from './read/training/training.ts'

/** All that the page knows before a transcript is opened. */
export interface PageData {
  readonly version: 1
  readonly title: string
  /** ISO 8601. */
  readonly generatedAt: string
  readonly runs: readonly PageRun[]
  readonly panels: readonly PagePanel[]
  /** All runs' episodes, each run's in the order of its plan. */
  readonly episodes: readonly EpisodeRow[]
  /** Episodes that training runs stored with their tokens. */
  readonly samples: readonly SampleRow[]
  /** What is not in the page, and why: empty where all is. */
  readonly leftOut: string
}

export interface PageRun {
  readonly label: string
  readonly dir: string
  readonly env: string
  readonly agent: string
  readonly status: 'running' | 'complete' | 'interrupted' | 'failed' | 'unknown'
  readonly episodes: number
  /** How many the run was asked for. */
  readonly planned: number | null
  readonly startedAt: string | null
  readonly seconds: number | null
  /** Of a training run; null where episodes were only played. */
  readonly training: PageTraining | null
  /** What is missing or could not be read. */
  readonly notes: readonly string[]
  /** Configuration, versions and machine, as they are shown. */
  readonly details: readonly (readonly [name: string, value: string])[]
}

export interface PageTraining {
  readonly algorithm: string
  readonly model: string | null
  readonly seed: number | null
  readonly updates: number
  /** How many the run was asked for. */
  readonly planned: number | null
}

export interface PagePanel {
  readonly id: string
  readonly title: string
  /** Its figures are many and small. */
  readonly isDense: boolean
  readonly blocks: readonly PageBlock[]
}

/** A block of a panel, its plot drawn. */
export type PageBlock =
  | Exclude<Block, FigureBlock>
  /** `svg` takes its colours from the page's custom properties. */
  | (Omit<FigureBlock, 'spec'> & { readonly svg: string })

/** One line of the episodes' list. */
export interface EpisodeRow {
  /** Index of its run. */
  readonly run: number
  readonly id: string
  readonly task: string | null
  readonly split: string | null
  readonly difficulty: string | null
  readonly kind: string | null
  readonly seed: number
  readonly group: string
  /** null: unknown or unscored. */
  readonly success: boolean | null
  /** The chosen reward; null where it is unscored. */
  readonly reward: number | null
  readonly unscored: ErrorClass | null
  readonly ended: Ended | 'failed'
  readonly turns: number
  readonly failedActions: number
  readonly attempts: number
  /** All phases together. */
  readonly ms: number
  /** The last signals: of grading, or else of the last turn that has some. Only numbers, booleans and short texts. */
  readonly signals: Readonly<Record<string, Json>>
  /** What panels count the episode under, by field of a query. */
  readonly tags: Readonly<Record<string, readonly string[]>>
  /** Index of the transcript's blob in the page; null where it is left out. A live page asks its server. */
  readonly blob: number | null
}

/** One line of the samples' list. */
export interface SampleRow extends ListedSample {
  /** Index of its run. */
  readonly run: number
  /** Index of the blob in the page that holds its tokens. A live page asks its server. */
  readonly blob: number | null
}
