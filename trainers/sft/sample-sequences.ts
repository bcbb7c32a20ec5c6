import type { DecisionRecord } from '../../core/index.ts'
import type { TokenSequence } from '../../models/index.ts'
import { lineagesOf, type SampleProblem } from '../samples/lineages.ts'

export type { SampleProblem } from '../samples/lineages.ts'

/** The training sequences of an episode that was sampled by a policy, as `lineagesOf` tells them. */
export function sampleSequences(
  decisions: readonly Pick<DecisionRecord, 'samples'>[],
): readonly TokenSequence[] | SampleProblem {
  return lineagesOf(decisions.flatMap(({ samples }) => samples))
}
