import type { RlMetrics } from '../metrics.ts'
import type { History } from './history.ts'

/** When an alarm is raised, and what is told then. */
export interface Rule {
  readonly name: string
  /** The condition, in words. */
  readonly seen: string
  readonly means: string
  readonly advice: string
  /** Updates in a row that raise it (1), and that clear it again (5); those that say nothing do not count. */
  readonly raiseAfter?: number
  readonly clearAfter?: number
  readonly judge: (update: Update) => Verdict
}

/** One update, with those before it. */
export interface Update {
  readonly now: RlMetrics
  /** Up to and with this update. */
  readonly history: History
  readonly before: History
  readonly limits: Limits
}

export interface Limits {
  /** Versions of the weights (optimizer steps) by which those that drew a token may be older than those it trains. */
  readonly staleness: number
  /** From the reference, in nats a token. */
  readonly referenceKl: number
}

/** What is seen where something is wrong; null where nothing is; undefined where the update does not tell. */
export type Verdict = string | Finding | null | undefined

export interface Finding {
  readonly seen: string
  /** Where they differ from those of the rule. */
  readonly means?: string
  readonly advice?: string
}

/** Learned: what would be a collapse elsewhere is how it ends. */
export const isSolved = (now: RlMetrics): boolean =>
  (now['episode/success_rate'] ?? now['rollout/frac_all_good'] ?? 0) >= 0.9

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Three significant digits. */
export const short = (value: number): string => String(Number(value.toPrecision(3)))
