import type { BatchDeclarations } from '../../models/index.ts'

/**
 * Numbers of each trained token that a loss reads, all `[M]` and float32:
 *
 * - `advantages`: how much better than expected.
 * - `weights`: what the token counts in the sum: aggregation, and 0 where a filter took it out.
 * - `rolloutLogProbs`: what the sampler said (the behaviour policy).
 * - `oldLogProbs`: under the weights at the start of the update; absent where the update makes one step on
 *   all data: then they are the current ones, without a gradient.
 * - `referenceLogProbs`: under the reference; absent without a KL term.
 * - `oldValues`, `returns`: of a critic; absent without one.
 */
export interface LossInputs {
  readonly old: boolean
  readonly reference: boolean
  readonly critic: boolean
}

export const tokenValueNames = ({ old, reference, critic }: LossInputs): readonly string[] => [
  'advantages',
  'weights',
  'rolloutLogProbs',
  ...(old ? ['oldLogProbs'] : []),
  ...(reference ? ['referenceLogProbs'] : []),
  ...(critic ? ['oldValues', 'returns'] : []),
]

/**
 * What stands beside the numbers of tokens: `sequence` says which of the `Q` sequences of the batch each
 * token is of, `sequenceTokens` how many trained ones each has, and what controllers move comes as numbers.
 */
export const lossBatch: BatchDeclarations = {
  sequence: { dtype: 'int32', shape: ['M'] },
  sequenceTokens: { dtype: 'float32', shape: ['Q'] },
  klCoefficient: { dtype: 'float32', shape: [1] },
  entropyCoefficient: { dtype: 'float32', shape: [1] },
}
