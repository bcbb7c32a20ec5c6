import { slideChanges } from './slide.ts'

/** Which lines of either side are not common to both. */
export interface Changes {
  readonly removed: Uint8Array
  readonly added: Uint8Array
}

/** One run of changed lines; `count` zero where a side has none. */
export interface Change {
  readonly oldStart: number
  readonly oldCount: number
  readonly newStart: number
  readonly newCount: number
}

/** The line differences between two files as git finds them, in order. */
export function changesBetween(before: readonly string[], after: readonly string[]): Change[] {
  const ids = new Map<string, number>()
  const oldIds = idsOf(before, ids)
  const newIds = idsOf(after, ids)
  const removed = new Uint8Array(before.length)
  const added = new Uint8Array(after.length)
  mark(oldIds, newIds, { removed, added })
  slideChanges(before, oldIds, removed, added)
  slideChanges(after, newIds, added, removed)
  return runsOf({ removed, added })
}

function idsOf(lines: readonly string[], ids: Map<string, number>): Int32Array {
  return Int32Array.from(lines, (line) => {
    const known = ids.get(line)
    if (known !== undefined) return known
    ids.set(line, ids.size)
    return ids.size - 1
  })
}

/**
 * Lines that the other side has nowhere are changed for certain; the search runs over the rest, so
 * that a rewritten file costs little.
 */
function mark(a: Int32Array, b: Int32Array, { removed, added }: Changes): void {
  let start = 0
  let endA = a.length
  let endB = b.length
  while (start < endA && start < endB && a[start] === b[start]) start++
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const keptA = keep(a, start, endA, new Set(b.subarray(start, endB)), removed)
  const keptB = keep(b, start, endB, new Set(a.subarray(start, endA)), added)
  const search = new Search(
    Int32Array.from(keptA, (index) => a[index] ?? 0),
    Int32Array.from(keptB, (index) => b[index] ?? 0),
    (index) => removed.fill(1, keptA[index] ?? 0, (keptA[index] ?? 0) + 1),
    (index) => added.fill(1, keptB[index] ?? 0, (keptB[index] ?? 0) + 1),
  )
  search.compare(0, keptA.length, 0, keptB.length)
}

function keep(
  ids: Int32Array,
  start: number,
  end: number,
  others: ReadonlySet<number>,
  changed: Uint8Array,
): number[] {
  const kept: number[] = []
  for (let index = start; index < end; index++) {
    if (others.has(ids[index] ?? -1)) kept.push(index)
    else changed[index] = 1
  }
  return kept
}

/** A search for a middle that costs more is given up; large files may cost their root. */
const MAX_COST = 256

/**
 * Myers, "An O(ND) Difference Algorithm" (1986), section 4b: the middle of a shortest edit path is
 * found from both ends at once, then both halves are searched; memory stays linear. Where that costs too
 * much, as between long files with little in common, the farthest point reached is taken instead.
 */
class Search {
  readonly #a: Int32Array
  readonly #b: Int32Array
  readonly #onRemoved: (index: number) => void
  readonly #onAdded: (index: number) => void
  readonly #forward: Int32Array
  readonly #backward: Int32Array
  readonly #offset: number
  readonly #maxCost: number

  constructor(
    a: Int32Array,
    b: Int32Array,
    onRemoved: (index: number) => void,
    onAdded: (index: number) => void,
  ) {
    this.#a = a
    this.#b = b
    this.#onRemoved = onRemoved
    this.#onAdded = onAdded
    this.#offset = a.length + b.length + 2
    this.#maxCost = Math.max(MAX_COST, Math.floor(Math.sqrt(a.length + b.length)))
    this.#forward = new Int32Array(2 * this.#offset + 2)
    this.#backward = new Int32Array(2 * this.#offset + 2)
  }

  compare(fromA: number, toA: number, fromB: number, toB: number): void {
    let [a0, a1, b0, b1] = [fromA, toA, fromB, toB]
    while (a0 < a1 && b0 < b1 && this.#a[a0] === this.#b[b0]) {
      a0++
      b0++
    }
    while (a0 < a1 && b0 < b1 && this.#a[a1 - 1] === this.#b[b1 - 1]) {
      a1--
      b1--
    }
    if (a0 === a1) for (let index = b0; index < b1; index++) this.#onAdded(index)
    else if (b0 === b1) for (let index = a0; index < a1; index++) this.#onRemoved(index)
    else {
      const [x, y] = this.#middle(a0, a1, b0, b1)
      this.compare(a0, x, b0, y)
      this.compare(x, a1, y, b1)
    }
  }

  /** A point on a shortest path; diagonals are `x - y`. */
  #middle(a0: number, a1: number, b0: number, b1: number): readonly [number, number] {
    const a = this.#a
    const b = this.#b
    const forward = this.#forward
    const backward = this.#backward
    const offset = this.#offset
    const start = a0 - b0
    const end = a1 - b1
    const odd = ((start - end) & 1) !== 0
    forward[offset + start] = a0
    backward[offset + end] = a1
    const low = a0 - b1
    const high = a1 - b0
    for (let cost = 1; ; cost++) {
      for (let d = start + cost; d >= start - cost; d -= 2) {
        if (d < low || d > high) continue
        const down = d > start - cost ? (forward[offset + d - 1] ?? 0) + 1 : -1
        const across = d < start + cost ? (forward[offset + d + 1] ?? 0) : -1
        let x = Math.max(d - 1 < low ? -1 : down, d + 1 > high ? -1 : across)
        let y = x - d
        while (x < a1 && y < b1 && a[x] === b[y]) {
          x++
          y++
        }
        forward[offset + d] = x
        if (odd && d >= end - cost + 1 && d <= end + cost - 1 && (backward[offset + d] ?? 0) <= x) {
          return [x, y]
        }
      }
      for (let d = end + cost; d >= end - cost; d -= 2) {
        if (d < low || d > high) continue
        const up = d < end + cost ? (backward[offset + d + 1] ?? 0) - 1 : Number.MAX_SAFE_INTEGER
        const back = d > end - cost ? (backward[offset + d - 1] ?? 0) : Number.MAX_SAFE_INTEGER
        let x = Math.min(
          d + 1 > high ? Number.MAX_SAFE_INTEGER : up,
          d - 1 < low ? Number.MAX_SAFE_INTEGER : back,
        )
        let y = x - d
        while (x > a0 && y > b0 && a[x - 1] === b[y - 1]) {
          x--
          y--
        }
        backward[offset + d] = x
        if (!odd && d >= start - cost && d <= start + cost && x <= (forward[offset + d] ?? 0)) {
          return [x, y]
        }
      }
      if (cost >= this.#maxCost) return this.#farthest(a0, a1, b0, b1, cost)
    }
  }

  /** The point that either side's search came to with the most behind it. */
  #farthest(a0: number, a1: number, b0: number, b1: number, cost: number): [number, number] {
    const start = a0 - b0
    const end = a1 - b1
    let ahead: [number, number] = [a0, b0]
    for (let d = Math.max(start - cost, a0 - b1); d <= Math.min(start + cost, a1 - b0); d++) {
      if ((d - start - cost) & 1) continue
      const x = Math.min(this.#forward[this.#offset + d] ?? 0, a1, b1 + d)
      if (x + x - d > ahead[0] + ahead[1]) ahead = [x, x - d]
    }
    let behind: [number, number] = [a1, b1]
    for (let d = Math.max(end - cost, a0 - b1); d <= Math.min(end + cost, a1 - b0); d++) {
      if ((d - end - cost) & 1) continue
      const x = Math.max(this.#backward[this.#offset + d] ?? 0, a0, b0 + d)
      if (x + x - d < behind[0] + behind[1]) behind = [x, x - d]
    }
    const gained = ahead[0] + ahead[1] - a0 - b0
    return a1 + b1 - behind[0] - behind[1] < gained ? ahead : behind
  }
}

function runsOf({ removed, added }: Changes): Change[] {
  const changes: Change[] = []
  let i = 0
  let j = 0
  while (i < removed.length || j < added.length) {
    const oldStart = i
    const newStart = j
    while (removed[i]) i++
    while (added[j]) j++
    if (i > oldStart || j > newStart) {
      const [oldCount, newCount] = [i - oldStart, j - newStart]
      changes.push({ oldStart, oldCount, newStart, newCount })
    } else {
      i++
      j++
    }
  }
  return changes
}
