import { packRows, type TokenSequence } from '../../models/index.ts'

/** Sequences that are computed at once, and which of them share a row. */
export interface MicroBatch {
  readonly sequences: readonly TokenSequence[]
  /** Places in `sequences`. */
  readonly rows: readonly (readonly number[])[]
}

/**
 * Cuts the sequences of a step into batches of at most `budget` places, padding included; one row is the
 * least. Short sequences share rows as long as the longest of the step: longer rows would pay for
 * attention between strangers.
 */
export function microBatches(
  sequences: readonly TokenSequence[],
  budget: number,
): readonly MicroBatch[] {
  const lengths = sequences.map(({ ids }) => ids.length)
  const rows = packRows(
    lengths,
    lengths.reduce((longest, length) => Math.max(longest, length), 0),
  )
  const lengthOf = (row: readonly number[]) =>
    row.reduce((sum, index) => sum + (lengths[index] ?? 0), 0)
  const batches: number[][][] = []
  let longest = 0
  for (const row of [...rows].sort((a, b) => lengthOf(b) - lengthOf(a))) {
    const open = batches.at(-1)
    if (open && (open.length + 1) * longest <= budget) {
      open.push([...row])
    } else {
      batches.push([[...row]])
      longest = lengthOf(row)
    }
  }
  return batches.map((batch) => {
    const members = batch.flat()
    let next = 0
    return {
      sequences: members.flatMap((index) => sequences[index] ?? []),
      rows: batch.map((row) => row.map(() => next++)),
    }
  })
}
