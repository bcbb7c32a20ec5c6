import type { SampleRow } from '../page-data.ts'
import type { RunReader, RunView } from '../read/read-run.ts'
import type { ListedSample } from '../read/training/training.ts'
import { deflate } from '../transcripts.ts'
import { type PackedSample, packSample } from './sample.ts'

/** Stored episodes of training runs, as they stand in a page. */
export interface EmbeddedSamples {
  readonly rows: readonly SampleRow[]
  /** One a group of one update, compressed, in the order of their numbers. */
  readonly blobs: readonly Buffer[]
  readonly leftOut: number
}

/** What a blob holds. */
export type SampleBlob = readonly { readonly episode: string; readonly packed: PackedSample }[]

/** A group that is too large may be followed by smaller ones; not for ever. */
const MOST_MISSES = 4

interface GroupOfRun {
  readonly run: number
  readonly members: readonly ListedSample[]
}

/** All stored episodes while there is room; else those of updates all over the run, the last one first. */
export async function embedSamples(
  readers: readonly RunReader[],
  views: readonly RunView[],
  maxBytes: number,
  signal?: AbortSignal,
): Promise<EmbeddedSamples> {
  const rows: SampleRow[] = []
  const blobs: Buffer[] = []
  let bytes = 0
  let leftOut = 0
  let misses = 0
  for (const { run, members } of byImportance(views)) {
    signal?.throwIfAborted()
    if (misses > MOST_MISSES) {
      leftOut += members.length
      continue
    }
    const blob: { episode: string; packed: PackedSample }[] = []
    for (const listed of members) {
      const sample = await readers[run]?.sample(listed)
      if (sample) blob.push({ episode: listed.episode, packed: packSample(sample) })
    }
    const compressed = await deflate(JSON.stringify(blob))
    if (bytes + compressed.length > maxBytes) {
      leftOut += members.length
      misses++
      continue
    }
    bytes += compressed.length
    for (const listed of members) rows.push({ ...listed, run, blob: blobs.length })
    blobs.push(compressed)
  }
  return { rows: inOrder(rows), blobs, leftOut }
}

/** Without their tokens: a server is asked for them. */
export function listSamples(views: readonly RunView[]): SampleRow[] {
  return inOrder(
    views.flatMap(({ training }, run) =>
      (training?.samples ?? []).map((listed): SampleRow => ({ ...listed, run, blob: null })),
    ),
  )
}

/** Groups of all runs, so that whatever is left out in the end, what is there covers every run from end to end. */
function byImportance(views: readonly RunView[]): GroupOfRun[] {
  const ranked = views.flatMap(({ training }, run) => {
    const groups = new Map<string, ListedSample[]>()
    for (const listed of training?.samples ?? []) {
      const key = JSON.stringify([listed.update, listed.group])
      groups.set(key, [...(groups.get(key) ?? []), listed])
    }
    const updates = spreadOut([...new Set((training?.samples ?? []).map(({ update }) => update))])
    const rank = new Map(updates.map((update, at) => [update, at]))
    return [...groups.values()].map((members) => ({
      ...{ run, members },
      rank: rank.get(members[0]?.update ?? 0) ?? 0,
    }))
  })
  return ranked.sort((a, b) => a.rank - b.rank)
}

/** The last, the first, the one in the middle, then the middles of what is between, and so on. */
export function spreadOut(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const order = new Set<number>([sorted.length - 1, 0])
  for (let parts = 2; order.size < sorted.length && parts < 2 * sorted.length; parts *= 2) {
    for (let part = 1; part < parts; part++) {
      order.add(Math.round((part * (sorted.length - 1)) / parts))
    }
  }
  for (const at of sorted.keys()) order.add(at)
  return [...order].flatMap((at) => sorted[at] ?? [])
}

function inOrder(rows: readonly SampleRow[]): SampleRow[] {
  return [...rows].sort(
    (a, b) =>
      a.run - b.run ||
      b.update - a.update ||
      compare(a.group, b.group) ||
      compare(a.episode, b.episode),
  )
}

const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
