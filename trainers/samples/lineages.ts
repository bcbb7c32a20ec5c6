import type { TokenSample } from '../../core/index.ts'

/** A sequence as it was read and drawn: a sample that no other extends, and all that it extends. */
export interface Lineage {
  readonly ids: Int32Array
  /** 1 where a token was drawn, and is trained here. */
  readonly mask: Uint8Array
  /** What was drawn and is trained here, in order: which sample, and where its ids begin. */
  readonly drawn: readonly { readonly sample: number; readonly start: number }[]
}

/** Why the token samples of an episode cannot be used as they are. */
export type SampleProblem = { readonly problem: string }

/**
 * The training sequences of an episode: tokens in, tokens out. A sample that extends another continues its
 * sequence; one that two others extend is trained in the first alone. The mask follows provenance: ids
 * that were drawn are trained, ids of prompts are not.
 */
export function lineagesOf(samples: readonly TokenSample[]): readonly Lineage[] | SampleProblem {
  const extended = new Set<number>()
  for (const [place, { parent }] of samples.entries()) {
    if (parent === null) continue
    if (parent < 0 || parent >= place) {
      return { problem: `sample ${place} extends sample ${parent}` }
    }
    extended.add(parent)
  }
  const trained = new Set<number>()
  const lineages: Lineage[] = []
  for (const place of samples.keys()) {
    if (extended.has(place)) continue
    const ids: number[] = []
    const drawn: Lineage['drawn'][number][] = []
    const spans: (readonly [start: number, end: number])[] = []
    for (const member of membersOf(samples, place)) {
      const { newPromptIds, ids: own } = samples[member] ?? { newPromptIds: [], ids: [] }
      for (const id of newPromptIds) ids.push(id)
      const start = ids.length
      for (const id of own) ids.push(id)
      if (trained.has(member)) continue
      trained.add(member)
      drawn.push({ sample: member, start })
      spans.push([start, ids.length])
    }
    const mask = new Uint8Array(ids.length)
    for (const [start, end] of spans) mask.fill(1, start, end)
    if (mask[0]) return { problem: `sample ${place} has no prompt` }
    lineages.push({ ids: Int32Array.from(ids), mask, drawn })
  }
  return lineages
}

/** A sample and what it extends, from the first on. */
function membersOf(samples: readonly TokenSample[], place: number): readonly number[] {
  const members: number[] = []
  for (let at: number | null = place; at !== null; at = samples[at]?.parent ?? null) {
    members.push(at)
  }
  return members.reverse()
}
