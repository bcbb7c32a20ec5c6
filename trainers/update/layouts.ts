import {
  type Batch,
  layoutRows,
  layoutSharedPrompt,
  type Policy,
  type TokenBatch,
} from '../../models/index.ts'
import type { MicroBatch, UpdateSequence } from './plan-batches.ts'

export type LayoutKind = MicroBatch['layout']

/** The inputs of a micro-batch, and which of its members each trained token is of. */
export function layOut(
  { config }: Pick<Policy, 'config'>,
  micro: MicroBatch,
  sequences: readonly UpdateSequence[],
): TokenBatch {
  if (micro.layout === 'sharedPrompt') {
    return layoutSharedPrompt({ config, layout: { kind: 'sharedPrompt' } }, micro.groups)
  }
  const members = micro.members.flatMap((index) => sequences[index] ?? [])
  return layoutRows({ config, layout: { kind: 'rows' } }, members, { rows: micro.rows })
}

/** Which member each trained token is of, and how many trained tokens each has. */
export function sequenceInputs({ trained }: TokenBatch, members: number): Batch {
  const tokens = new Float32Array(members)
  for (const sequence of trained.sequence) tokens[sequence] = (tokens[sequence] ?? 0) + 1
  return {
    sequence: { shape: [trained.sequence.length], data: trained.sequence },
    sequenceTokens: { shape: [members], data: tokens },
  }
}
