import type { Row } from './rows.ts'
import type { Term } from './terms.ts'
import { type TokenTrie, walk } from './trie.ts'

/** Which tokens may come where a text stands so. */
export interface Masks {
  /**
   * Tokens behind which the text can be ended with at most `budget` more, and stop ids where it may end
   * here. `count` leaves stop ids out.
   */
  of(term: Term, budget: number): Mask
}

export interface Mask {
  readonly ids: Uint8Array
  readonly count: number
}

export interface MasksOptions {
  readonly trie: TokenTrie
  readonly rowOf: (term: Term) => Row
  readonly distance: (term: Term) => number
  readonly stopIds: readonly number[]
  /** Of the vocabulary. */
  readonly size: number
  /** Most memory of masks kept. */
  readonly bytes: number
}

interface Entry extends Mask {
  /** Of the tokens' distances behind them. */
  readonly nearest: number
  readonly farthest: number
  /** Distance behind each token, where they differ. */
  readonly distances: Uint16Array | undefined
}

const UNREACHABLE = 0xffff

/** Masks worked out once for each state, the last used of them kept. */
export function createMasks(options: MasksOptions): Masks {
  const { stopIds, size } = options
  const entries = new Map<Term, Entry>()
  let kept = 0

  function entryOf(term: Term): Entry {
    const known = entries.get(term)
    if (known) {
      entries.delete(term)
      entries.set(term, known)
      return known
    }
    const entry = measure(term, options)
    entries.set(term, entry)
    kept += bytesOf(entry)
    for (const [oldest, old] of entries) {
      if (kept <= options.bytes || oldest === term) break
      entries.delete(oldest)
      kept -= bytesOf(old)
    }
    return entry
  }

  return {
    of(term, budget) {
      const entry = entryOf(term)
      if (budget >= entry.farthest || entry.count === 0) return entry
      const ids = new Uint8Array(size)
      let count = 0
      if (budget >= entry.nearest && entry.distances) {
        for (let id = 0; id < size; id++) {
          if ((entry.distances[id] ?? UNREACHABLE) > budget) continue
          ids[id] = 1
          count++
        }
      }
      if (term.nullable) for (const id of stopIds) ids[id] = 1
      return { ids, count }
    },
  }
}

const bytesOf = ({ ids, distances }: Entry): number => ids.length + (distances?.byteLength ?? 0)

function measure(term: Term, { trie, rowOf, distance, stopIds, size }: MasksOptions): Entry {
  const ids = new Uint8Array(size)
  const distances = new Uint16Array(size).fill(UNREACHABLE)
  let [count, nearest, farthest] = [0, Infinity, 0]
  let [last, ofLast]: [Term | undefined, number] = [undefined, 0]
  walk(trie, rowOf, term, (target, from, to) => {
    if (target !== last) {
      last = target
      ofLast = distance(target)
    }
    if (ofLast >= UNREACHABLE) return false
    nearest = Math.min(nearest, ofLast)
    farthest = Math.max(farthest, ofLast)
    for (let place = from; place < to; place++) {
      const id = trie.ids[place] ?? 0
      ids[id] = 1
      distances[id] = ofLast
    }
    count += to - from
    return false
  })
  if (term.nullable) for (const id of stopIds) ids[id] = 1
  return { ids, count, nearest, farthest, distances: nearest < farthest ? distances : undefined }
}
