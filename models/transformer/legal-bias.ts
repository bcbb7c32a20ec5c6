import type { BatchDeclaration } from '../engine.ts'
import { HIDDEN } from '../ops/attention.ts'
import type { HostTensor } from '../tensor.ts'
import type { TransformerConfig } from './config.ts'
import type { TokenBatch } from './token-batch.ts'

type Sizes = Pick<TransformerConfig, 'vocabularySize'>

/** The input that `policyOutputs` takes as `legal`. */
export const legalInput = ({ vocabularySize }: Sizes): BatchDeclaration => ({
  dtype: 'float32',
  shape: ['M', vocabularySize],
})

/**
 * What it holds for a batch. `legalAt` gives the legal tokens of a trained token by its sequence and its
 * place there (1 by id, as `legalTokens` does; ids that it does not reach are not legal), null where all
 * were.
 */
export function legalBias(
  { trained }: Pick<TokenBatch, 'trained'>,
  { vocabularySize }: Sizes,
  legalAt: (sequence: number, position: number) => Uint8Array | null,
): HostTensor {
  const { sequence, position } = trained
  const data = new Float32Array(sequence.length * vocabularySize)
  for (const [row, of] of sequence.entries()) {
    const legal = legalAt(of, position[row] ?? 0)
    if (!legal) continue
    const start = row * vocabularySize
    for (let id = 0; id < vocabularySize; id++) if (legal[id] !== 1) data[start + id] = HIDDEN
  }
  return { shape: [sequence.length, vocabularySize], data }
}
