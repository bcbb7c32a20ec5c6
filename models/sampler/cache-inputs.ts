import { HIDDEN } from '../ops/attention.ts'
import type { HostTensor } from '../tensor.ts'
import type { CacheNames, CachePool, Sequence, Sizes } from './cache-pool.ts'
import { layerName } from './cached-attention.ts'

/** Of the tensors of a pool, which are keys and values of each layer in turn. */
const cacheName = (index: number): string =>
  layerName(index % 2 === 0 ? 'keys' : 'values', Math.floor(index / 2))

const PAST: CacheNames = { bias: 'pastBias', tensor: cacheName }
const PREFIX: CacheNames = { bias: 'prefixBias', tensor: (index) => `prefix ${cacheName(index)}` }

/** Keys and values of sequences of any pools behind one another, `[sequences, keyValueHeads, T, headSize]`. */
export function gatherPast(
  sequences: readonly Sequence[],
  sizes: Sizes,
): Readonly<Record<string, HostTensor>> {
  const { layers, keyValueHeads: heads, headSize } = sizes
  const length = Math.max(...sequences.map(({ cached }) => cached))
  const shape = [sequences.length, heads, length, headSize]
  const bias = new Float32Array(sequences.length * length).fill(HIDDEN)
  for (const [row, { cached }] of sequences.entries()) {
    bias.fill(0, row * length, row * length + cached)
  }
  const tensors = Array.from({ length: 2 * layers }, (_, i) => {
    const data = new Float32Array(sequences.length * heads * length * headSize)
    for (const [row, sequence] of sequences.entries()) {
      sequence.pool?.read(sequence, i, data, row * heads * length * headSize, length)
    }
    return [cacheName(i), { shape, data }] as const
  })
  return {
    pastBias: { shape: [sequences.length, length], data: bias },
    ...Object.fromEntries(tensors),
  }
}

/** What a run reads of rows of a pool as they lie there, from the first; null for what is computed in vain. */
export function lyingPast(
  rows: readonly (Sequence | null)[],
): Readonly<Record<string, HostTensor>> {
  const first = rows.findIndex((row) => row !== null)
  const { pool, slot = 0 } = rows[first] ?? {}
  if (!pool) return {}
  const past = pool.past(slot - first, rows.length, PAST)
  return pool.prefixes ? { ...past, ...lyingPrefixes(pool.prefixes, rows) } : past
}

function lyingPrefixes(
  pool: CachePool,
  rows: readonly (Sequence | null)[],
): Readonly<Record<string, HostTensor>> {
  const prefixes = pool.batch()
  const first = prefixes[0]?.slot ?? 0
  const counts = new Int32Array(prefixes.length)
  for (const row of rows) {
    const at = (row?.prefix?.slot ?? -1) - first
    counts[at] = (counts[at] ?? 0) + 1
  }
  const most = Math.max(...counts)
  const rowsOf = new Int32Array(prefixes.length * most)
  const placeOf = new Int32Array(rows.length)
  counts.fill(0)
  for (const [index, row] of rows.entries()) {
    if (!row?.prefix) continue
    const at = row.prefix.slot - first
    const place = at * most + (counts[at] ?? 0)
    counts[at] = (counts[at] ?? 0) + 1
    rowsOf[place] = index
    placeOf[index] = place
  }
  return {
    ...pool.past(first, prefixes.length, PREFIX),
    rowsOf: { shape: [prefixes.length, most], data: rowsOf },
    placeOf: { shape: [rows.length], data: placeOf },
  }
}
