import type { DecisionRecord, TokenSample } from '../../core/index.ts'
import type { TokenSequence } from '../../models/index.ts'

/** Why the token samples of an episode cannot be used as they are. */
export type SampleProblem = { readonly problem: string }

/**
 * The training sequences of an episode that was sampled by a policy: tokens in, tokens out. A sample that
 * extends another continues its sequence; one that two others extend is trained in the first alone. The
 * mask follows provenance: ids that were drawn are trained, ids of prompts are not.
 */
export function sampleSequences(
  decisions: readonly Pick<DecisionRecord, 'samples'>[],
): readonly TokenSequence[] | SampleProblem {
  const samples = decisions.flatMap((decision) => decision.samples)
  const extended = new Set<number>()
  for (const [place, { parent }] of samples.entries()) {
    if (parent === null) continue
    if (parent < 0 || parent >= place)
      return { problem: `sample ${place} extends sample ${parent}` }
    extended.add(parent)
  }
  const trained = new Set<number>()
  const sequences: TokenSequence[] = []
  for (const place of samples.keys()) {
    if (extended.has(place)) continue
    const ids: number[] = []
    const mask: number[] = []
    for (const member of lineage(samples, place)) {
      const { newPromptIds, ids: drawn } = samples[member] ?? { newPromptIds: [], ids: [] }
      const isNew = !trained.has(member)
      trained.add(member)
      for (const id of newPromptIds) ids.push(id)
      for (const id of drawn) ids.push(id)
      for (let at = mask.length; at < ids.length; at++) {
        mask.push(isNew && at >= ids.length - drawn.length ? 1 : 0)
      }
    }
    if (mask[0]) return { problem: `sample ${place} has no prompt` }
    sequences.push({ ids: Int32Array.from(ids), mask: Uint8Array.from(mask) })
  }
  return sequences
}

/** A sample and what it extends, from the first on. */
function lineage(samples: readonly TokenSample[], place: number): readonly number[] {
  const members: number[] = []
  for (let at: number | null = place; at !== null; at = samples[at]?.parent ?? null) {
    members.push(at)
  }
  return members.reverse()
}
