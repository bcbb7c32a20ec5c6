import type { TokenSequence } from '../../models/index.ts'
import { rowBatches } from '../update/row-batches.ts'

/** Sequences that are computed at once, and which of them share a row. */
export interface MicroBatch {
  readonly sequences: readonly TokenSequence[]
  /** Places in `sequences`. */
  readonly rows: readonly (readonly number[])[]
}

/** Cuts the sequences of a step into batches of at most `budget` places, as `rowBatches` does. */
export function microBatches(
  sequences: readonly TokenSequence[],
  budget: number,
): readonly MicroBatch[] {
  const lengths = sequences.map(({ ids }) => ids.length)
  return rowBatches(lengths, budget).map(({ members, rows }) => ({
    sequences: members.flatMap((index) => sequences[index] ?? []),
    rows,
  }))
}
