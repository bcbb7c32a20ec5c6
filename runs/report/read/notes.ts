import type { RunFile, Summary } from '../../run-file.ts'
import { plural } from '../format.ts'

export interface ReadState {
  readonly file: Partial<RunFile>
  readonly summary: Summary
  /** Bytes behind the last whole line of the trajectories; null: the file is missing. */
  readonly torn: number | null
  /** Episodes without a line in `scores.jsonl`. */
  readonly unscoredLines: number
}

/** What a reader of the report must know before its figures: what the folder does not hold. */
export function notesOn({ file, summary, torn, unscoredLines }: ReadState): string[] {
  const { status, config, error } = file
  const done = `${summary.episodes.toLocaleString('en-US')} of ${plural(config?.episodes ?? 0, 'episode')}`
  const notes: string[] = []
  if (status === 'running') {
    notes.push(`The run goes on, or was killed: ${done} are there.`)
  }
  if (status === 'interrupted') notes.push(`The run was interrupted: ${done} are there.`)
  if (status === 'failed')
    notes.push(`The run failed with ${done} there: ${error ?? 'no reason is stored'}`)
  if (torn === null) {
    notes.push(
      summary.episodes > 0
        ? 'trajectories.jsonl is gone: what was read before is shown.'
        : 'trajectories.jsonl is missing: there are no episodes to show.',
    )
  }
  if (torn && status !== 'running') {
    notes.push('The last line of trajectories.jsonl is torn: its episode is left out.')
  } else if (torn) {
    notes.push('The last line of trajectories.jsonl is torn or still being written.')
  }
  if (unscoredLines > 0) {
    notes.push(
      `scores.jsonl has no line about ${plural(unscoredLines, 'episode')}: their success is unknown.`,
    )
  }
  const stored = file.summary
  if (status === 'complete' && stored && stored.episodes !== summary.episodes) {
    notes.push(
      `run.json counts ${plural(stored.episodes, 'episode')}, the folder holds ${summary.episodes.toLocaleString('en-US')}.`,
    )
  }
  return notes
}
