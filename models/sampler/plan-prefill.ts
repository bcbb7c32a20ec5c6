import type { Sequence } from './cache-pool.ts'
import type { Step } from './cached-model.ts'

/** Most tokens of one sequence in a run: longer prompts come in pieces, and others go on between them. */
const PIECE = 512
/** Most tokens of a run, padding counted. */
export const PREFILL_TOKENS = 2048
/** Padding may add a quarter. */
const PADDED = 1.25
/** Tokens that a sequence takes from another, at least, unless they are a quarter of it. */
const SHARED = 16

/** About how much is cached, in powers of two: pasts of a batch are as long as its longest. */
const pastOf = ({ cached }: Sequence) => Math.ceil(Math.log2(cached + 1))
const remaining = ({ ids, cached }: Sequence) => ids.length - cached

/** Sequences in batches of about one length, the shortest first. */
export function batchesOf<S extends Sequence>(sequences: readonly S[]): readonly Step<S>[][] {
  const steps = sequences
    .map((sequence) => ({ sequence, count: Math.min(PIECE, remaining(sequence)) }))
    .sort((a, b) => pastOf(a.sequence) - pastOf(b.sequence) || a.count - b.count)
  const batches: Step<S>[][] = []
  let tokens = 0
  for (const step of steps) {
    const batch = batches.at(-1)
    const padded = step.count * ((batch?.length ?? 0) + 1)
    tokens += step.count
    const isAlike = batch?.[0] && pastOf(batch[0].sequence) === pastOf(step.sequence)
    if (batch && isAlike && padded <= PADDED * tokens && padded <= PREFILL_TOKENS) batch.push(step)
    else {
      batches.push([step])
      tokens = step.count
    }
  }
  return batches
}

/** So many rows, or tokens, are worth a run of their own: one row alone takes about twice its share of a batch. */
const ROWS_AT_ONCE = 4
const TOKENS_AT_ONCE = 256
/** A row waits for others for a tick per so many tokens that it may draw, at most. */
const TOKENS_PER_WAIT = 16
const LONGEST_WAIT = 4

/** What a row that may wait for others is asked. */
export interface Newcomer extends Sequence {
  readonly request: { readonly maxTokens: number }
  /** The tick at which it got its row. */
  placedAt: number
}

/** Whether these few sequences wait for more to come, while others are sampled. */
export function awaitsOthers(sequences: readonly Newcomer[], tick: number): boolean {
  const tokens = sequences.reduce((sum, sequence) => sum + remaining(sequence), 0)
  if (sequences.length >= ROWS_AT_ONCE || tokens >= TOKENS_AT_ONCE) return false
  return sequences.every(({ placedAt, request }) => {
    const longest = Math.min(LONGEST_WAIT, request.maxTokens / TOKENS_PER_WAIT)
    return tick - placedAt < longest
  })
}

/** How many ids two sequences begin with alike, of the first `limit`. */
export function commonLength(a: readonly number[], b: readonly number[], limit: number): number {
  const most = Math.min(limit, a.length, b.length)
  let length = 0
  while (length < most && a[length] === b[length]) length++
  return length
}

/** From how many tokens on a common beginning is worth to be copied. */
export const worthSharing = (ids: readonly number[]): number =>
  Math.max(1, Math.min(SHARED, Math.ceil(ids.length / 4)))

/** Whether one of those before it is about to compute a good part of its beginning: it waits, and copies. */
export function follows(sequence: Sequence, all: readonly Sequence[], place: number): boolean {
  const { ids } = sequence
  return all.some((other, at) => {
    if (at >= place || other.ids[0] !== ids[0]) return false
    const length = commonLength(other.ids, ids, ids.length - 1)
    return length >= worthSharing(ids) && length > other.cached
  })
}
