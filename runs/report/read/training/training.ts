import type { Json } from '../../../../core/index.ts'

/** A training run as a report reads it. */
export interface Training {
  readonly file: TrainingFile
  /** One an update that has a line, in their order. */
  readonly lines: readonly MetricLine[]
  readonly alarms: readonly TrainingAlarm[]
  /** Stored episodes, without their tokens. */
  readonly samples: readonly ListedSample[]
}

/** `run.json` of a training run, as far as it can be read. */
export interface TrainingFile {
  readonly algorithm: string
  readonly status: 'running' | 'complete' | 'interrupted' | 'failed' | 'unknown'
  readonly error: string | null
  readonly config: Json
  readonly engine: Json
  readonly model: Json
  readonly data: Json
  /** Updates the run was asked for. */
  readonly steps: number | null
  readonly versions: Readonly<Record<string, string>>
  readonly machine: Json
  readonly startedAt: string | null
  readonly seconds: number | null
}

/** A line of `metrics.jsonl`; null stands for a number that was not finite. */
export interface MetricLine {
  readonly update: number
  readonly values: Readonly<Record<string, number | null>>
}

/** A line of `alarms.jsonl`. */
export interface TrainingAlarm {
  readonly name: string
  readonly update: number
  readonly message: string
}

/** What is known of a stored episode before its tokens are read. */
export interface ListedSample {
  readonly update: number
  readonly group: string
  readonly episode: string
  readonly env: string | null
  readonly task: string | null
  readonly difficulty: string | null
  readonly seed: number | null
  /** null: unscored. */
  readonly return: number | null
  readonly success: boolean | null
  readonly turns: number
  /** Drawn by the policy. */
  readonly tokens: number
  /** The largest advantage of a token, whatever its sign. */
  readonly largest: number
}
