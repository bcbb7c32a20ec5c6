import type { TransformerConfig } from './config.ts'
import { blocksOf, type RowsLayout } from './layout.ts'
import {
  angleInputs,
  checkSequence,
  type NamedSequence,
  refusal,
  roundUp,
  type TokenBatch,
  type TokenSequence,
  trainedInputs,
} from './token-batch.ts'

export interface RowSequence extends TokenSequence {
  /** Position of the first token: of the end of something longer. Default 0. */
  readonly firstPosition?: number
}

export interface LayoutRowsOptions {
  /** Which sequences stand in each row, as `packRows` gives them; by default one in each. */
  readonly rows?: readonly (readonly number[])[]
  /** Length of the rows, at least; else that of the longest, rounded up to whole blocks. */
  readonly padTo?: number
  /** Where padding stands. Default `'right'`. */
  readonly padding?: 'left' | 'right'
}

interface RowsPolicy {
  readonly config: TransformerConfig
  readonly layout: RowsLayout
}

/**
 * Lays out sequences in rows of one length.
 * @throws ConfigError naming the sequence that cannot be.
 */
export function layoutRows(
  { config, layout }: RowsPolicy,
  sequences: readonly RowSequence[],
  options: LayoutRowsOptions = {},
): TokenBatch {
  if (sequences.length === 0) throw refusal('a batch', 'it holds no sequence', 'give one')
  const named = sequences.map((sequence, i) => ({ name: `sequence ${i}`, sequence }))
  for (const [i, each] of named.entries()) {
    const start = sequences[i]?.firstPosition ?? 0
    checkSequence(config, each, 0)
    if (start + each.sequence.ids.length > config.maxLength) {
      throw refusal(
        each.name,
        `it ends at position ${start + each.sequence.ids.length}, beyond the ${config.maxLength} of the model`,
      )
    }
  }
  const { rows = sequences.map((_, i) => [i]), padding = 'right' } = options
  checkRows(layout, rows, sequences.length, padding)
  const length = rowLength(layout, rows, named, options.padTo ?? 0)
  const places = rows.length * length
  const [ids, segments, positions] = [
    new Int32Array(places),
    new Int32Array(places),
    new Int32Array(places),
  ]
  const starts = new Int32Array(sequences.length)
  for (const [row, members] of rows.entries()) {
    let place = row * length
    if (padding === 'left') place += length - filled(members, sequences)
    for (const [order, index] of members.entries()) {
      const sequence = sequences[index]
      if (!sequence) continue
      const end = place + sequence.ids.length
      starts[index] = place
      ids.set(sequence.ids, place)
      segments.fill(order + 1, place, end)
      for (let i = place; i < end; i++) {
        positions[i] = (sequence.firstPosition ?? 0) + i - place
      }
      place = end
    }
  }
  const { batch, trained } = trainedInputs(
    named,
    (index, token) => (starts[index] ?? 0) + token - 1,
  )
  const shape = [rows.length, length]
  return {
    batch: {
      ids: { shape, data: ids },
      segments: layout.aligned
        ? { shape: [1, length], data: new Int32Array(length) }
        : { shape, data: segments },
      ...angleInputs(config, positions),
      ...batch,
    },
    trained,
    tokens: sequences.reduce((sum, sequence) => sum + sequence.ids.length, 0),
    places,
  }
}

const filled = (members: readonly number[], sequences: readonly TokenSequence[]): number =>
  members.reduce((sum, index) => sum + (sequences[index]?.ids.length ?? 0), 0)

function checkRows(
  layout: RowsLayout,
  rows: readonly (readonly number[])[],
  count: number,
  padding: 'left' | 'right',
): void {
  const seen = rows.flat()
  if (seen.length !== count || new Set(seen).size !== count || seen.some((i) => !(i < count))) {
    throw refusal('rows', `they do not hold each of ${count} sequences once`)
  }
  if (rows.some((members) => members.length === 0)) throw refusal('rows', 'one is empty')
  if (!layout.aligned) return
  const advice = 'use the layout without `aligned`'
  if (padding === 'left') throw refusal('aligned rows', 'padding stands on their left', advice)
  if (rows.some((members) => members.length > 1)) {
    throw refusal('aligned rows', 'one holds several sequences', advice)
  }
}

function rowLength(
  layout: RowsLayout,
  rows: readonly (readonly number[])[],
  named: readonly NamedSequence[],
  padTo: number,
): number {
  const sequences = named.map(({ sequence }) => sequence)
  const longest = Math.max(...rows.map((members) => filled(members, sequences)))
  return roundUp(Math.max(longest, padTo), blocksOf(layout))
}
