import { packRows } from '../../models/index.ts'

/** Sequences that are computed at once, and which of them share a row. */
export interface RowBatch {
  readonly members: readonly number[]
  /** Places in `members`. */
  readonly rows: readonly (readonly number[])[]
}

/**
 * Cuts sequences into batches of at most `budget` places, padding included; one row is the least. Short
 * sequences share rows as long as the longest: longer rows would pay for attention between strangers.
 */
export function rowBatches(lengths: readonly number[], budget: number): readonly RowBatch[] {
  const rows = packRows(
    lengths,
    lengths.reduce((longest, length) => Math.max(longest, length), 0),
  )
  const lengthOf = (row: readonly number[]) =>
    row.reduce((sum, index) => sum + (lengths[index] ?? 0), 0)
  const batches: (readonly number[])[][] = []
  let longest = 0
  for (const row of [...rows].sort((a, b) => lengthOf(b) - lengthOf(a))) {
    const open = batches.at(-1)
    if (open && (open.length + 1) * longest <= budget) {
      open.push(row)
    } else {
      batches.push([row])
      longest = lengthOf(row)
    }
  }
  return batches.map((batch) => {
    let next = 0
    return { members: batch.flat(), rows: batch.map((row) => row.map(() => next++)) }
  })
}
