import { plural } from '../../format.ts'
import type { Training } from './training.ts'

/** What a reader must know before the curves: how far the run came, and what its folder does not hold. */
export function trainingNotes({ file, lines }: Training, hasMetrics: boolean): string[] {
  const { status, steps, error } = file
  const updates = lines.at(-1)?.update ?? 0
  const done =
    steps === null
      ? plural(updates, 'update')
      : `${updates.toLocaleString('en-US')} of ${plural(steps, 'update')}`
  const notes: string[] = []
  if (status === 'running') notes.push(`The run goes on, or was killed: ${done} are there.`)
  if (status === 'interrupted') notes.push(`The run was interrupted: ${done} are there.`)
  if (status === 'failed') {
    notes.push(`The run failed with ${done} there: ${error ?? 'no reason is stored'}`)
  }
  if (!hasMetrics) notes.push('metrics.jsonl is missing: there are no curves to show.')
  return notes
}
