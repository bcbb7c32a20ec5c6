import type { Artifacts, Info } from '../../../core/index.ts'
import type { Sandbox } from '../../../sandboxes/index.ts'
import type { RepairAction } from '../tools/action-space.ts'
import type { BenchSignals } from './signals.ts'

/** How an episode came out. */
export interface BenchOutcome {
  readonly signals: Omit<BenchSignals, 'failedActions'>
  readonly integrity: readonly string[]
  /** What programs read: the report of an instance, the rewards of a verifier. */
  readonly info: Info
  readonly artifacts: Artifacts
}

/** A running episode, of either format. */
export interface BenchEpisode {
  /** Undefined where nobody acts: a prediction is graded. */
  readonly sandbox: Sandbox | undefined
  readonly statement: string
  /** Where the place is not what the task asks for, each a sentence without a full stop. */
  readonly notes: readonly string[]
  /** Commands that set up each shell first; empty where there are none. */
  readonly prelude: string
  readonly env: Readonly<Record<string, string>>
  /** Judged once, whoever asks. */
  outcome(signal: AbortSignal | undefined): Promise<BenchOutcome>
  /** What an oracle does. */
  gold(): Promise<readonly RepairAction[]>
  close(): Promise<void>
}

/** The end of a text: what is said last tells most. */
export function tailOf(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `[...]\n${text.slice(-maxChars)}`
}
