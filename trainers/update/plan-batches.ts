import type { PromptGroup, TokenSequence } from '../../models/index.ts'
import type { ConstrainedSpan } from '../samples/training-sample.ts'
import { type RowBatch, rowBatches } from './row-batches.ts'

/** A sequence of an optimizer step, with where its first trained token stands. */
export interface UpdateSequence extends TokenSequence {
  readonly ids: Int32Array
  readonly promptLength: number
  /** Stretches that a grammar left fewer choices for. */
  readonly constraints?: readonly ConstrainedSpan[]
}

/** What is computed at once: `members` are the sequences in the order of the layout. */
export type MicroBatch =
  | ({ readonly layout: 'rows' } & RowBatch)
  | {
      readonly layout: 'sharedPrompt'
      readonly members: readonly number[]
      readonly groups: readonly PromptGroup[]
    }

/** What sharing a prompt has to save before it is worth a layout of its own. */
const WORTH = 0.9

/**
 * Cuts the sequences of an optimizer step into batches of at most `budget` places, padding included. Those
 * that begin with one prompt (a group) have it computed once, where that takes fewer places; the others
 * are packed into rows.
 */
export function planBatches(
  sequences: readonly UpdateSequence[],
  budget: number,
): readonly MicroBatch[] {
  const shared: number[][] = []
  const packed: number[] = []
  for (const members of byPrompt(sequences).flatMap((group) => fitting(sequences, group, budget))) {
    const lengths = members.map((index) => sequences[index]?.ids.length ?? 0)
    const prompt = sequences[members[0] ?? 0]?.promptLength ?? 0
    const alone = lengths.reduce((sum, length) => sum + length, 0)
    const together = prompt + members.length * (Math.max(...lengths) - prompt)
    if (members.length > 1 && together < WORTH * alone) shared.push([...members])
    else packed.push(...members)
  }
  const lengths = packed.map((index) => sequences[index]?.ids.length ?? 0)
  const rows = packed.length === 0 ? [] : rowBatches(lengths, budget)
  return [
    ...sharedBatches(sequences, shared, budget),
    ...rows.map(({ members, rows }): MicroBatch => {
      return { layout: 'rows', members: members.map((place) => packed[place] ?? 0), rows }
    }),
  ]
}

/** Sequences with equal prompts, in order of their first. */
function byPrompt(sequences: readonly UpdateSequence[]): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  for (const [index, { ids, promptLength }] of sequences.entries()) {
    const key = ids.subarray(0, promptLength).join(',')
    const group = groups.get(key)
    if (group) group.push(index)
    else groups.set(key, [index])
  }
  return [...groups.values()]
}

/** A group in as few parts as the budget allows, the longest together; each part has the prompt anew. */
function fitting(
  sequences: readonly UpdateSequence[],
  group: readonly number[],
  budget: number,
): readonly (readonly number[])[] {
  const prompt = sequences[group[0] ?? 0]?.promptLength ?? 0
  const behindPrompt = (index: number) => (sequences[index]?.ids.length ?? 0) - prompt
  const longest = Math.max(...group.map(behindPrompt))
  if (prompt + group.length * longest <= budget) return [group]
  const parts: number[][] = []
  let most = 0
  for (const index of group.toSorted((a, b) => behindPrompt(b) - behindPrompt(a))) {
    const open = parts.at(-1)
    if (open && open.length < most) {
      open.push(index)
    } else {
      parts.push([index])
      most = Math.floor((budget - prompt) / behindPrompt(index))
    }
  }
  return parts
}

/** Groups of similar lengths together: each is padded to the longest of its batch. */
function sharedBatches(
  sequences: readonly UpdateSequence[],
  groups: readonly (readonly number[])[],
  budget: number,
): readonly MicroBatch[] {
  const sized = groups.map((members) => {
    const prompt = sequences[members[0] ?? 0]?.promptLength ?? 0
    const longest = Math.max(...members.map((i) => (sequences[i]?.ids.length ?? 0) - prompt))
    return { members, prompt, longest }
  })
  sized.sort((a, b) => b.longest - a.longest || b.prompt - a.prompt)
  const batches: (typeof sized)[] = []
  for (const group of sized) {
    const open = batches.at(-1)
    if (open && placesOf([...open, group]) <= budget) open.push(group)
    else batches.push([group])
  }
  return batches.map((batch) => ({
    layout: 'sharedPrompt',
    members: batch.flatMap(({ members }) => members),
    groups: batch.map(({ members, prompt }) => ({
      prompt: sequences[members[0] ?? 0]?.ids.subarray(0, prompt) ?? [],
      completions: members.flatMap((i) => (sequences[i] ? [behind(sequences[i], prompt)] : [])),
    })),
  }))
}

function placesOf(
  batch: readonly { readonly members: readonly number[]; prompt: number; longest: number }[],
): number {
  const most = (of: (group: (typeof batch)[number]) => number) => Math.max(...batch.map(of))
  const each =
    most(({ prompt }) => prompt) +
    most(({ members }) => members.length) * most(({ longest }) => longest)
  return batch.length * each
}

function behind({ ids, mask, values = {} }: UpdateSequence, prompt: number): TokenSequence {
  const rest = Object.entries(values).map(
    ([name, numbers]) => [name, Array.prototype.slice.call(numbers, prompt)] as const,
  )
  return {
    ids: ids.subarray(prompt),
    mask: Array.prototype.slice.call(mask, prompt),
    values: Object.fromEntries(rest),
  }
}
