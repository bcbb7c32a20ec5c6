import { HIDDEN } from '../ops/attention.ts'
import type { HostTensor } from '../tensor.ts'
import type { TransformerConfig } from '../transformer/config.ts'
import { copyNumbers, resized, swapNumbers } from './numbers.ts'

/** Tokens whose keys and values a pool holds. */
export interface Sequence {
  readonly ids: number[]
  /** How many of the first ids are cached. */
  cached: number
  pool: CachePool | null
  /** Its row in the pool. */
  slot: number
  /**
   * `pending`: more of its tokens are to be computed before one can be drawn; `ready`: one more, by the next
   * decoding run; `kept`: nobody samples it any more.
   */
  state: 'pending' | 'ready' | 'kept'
  /** The tick that used it last. */
  usedAt: number
  /** What it begins with and others do, too: its own row holds what comes behind. */
  prefix: Prefix | null
}

/** A beginning that several sequences read one copy of, in a pool of its own. */
export interface Prefix extends Sequence {
  users: number
}

/** What the tensors of a pool are called in a run, in its order, and what is added to scores. */
export interface CacheNames {
  readonly bias: string
  readonly tensor: (index: number) => string
}

/** How many tokens stand in another row. */
const before = ({ prefix }: Sequence): number => prefix?.cached ?? 0
/** How many are cached in its own. */
const ownOf = (sequence: Sequence): number => sequence.cached - before(sequence)

export type Sizes = Pick<TransformerConfig, 'layers' | 'keyValueHeads' | 'headSize'>

/** Bytes that one place of one row takes: keys and values of all layers, and its bias. */
export const bytesPerPlace = ({ layers, keyValueHeads, headSize }: Sizes): number =>
  (2 * layers * keyValueHeads * headSize + 1) * Float32Array.BYTES_PER_ELEMENT

/**
 * Keys and values of sequences of up to `places` tokens, `[rows, keyValueHeads, places, headSize]` a layer.
 * A decoding run takes the rows between the first and the last that are ready as they lie there: what stands
 * between them is computed in vain, and moved away where it is more than a row in 32.
 */
export class CachePool {
  readonly places: number
  /** Where the beginnings of its sequences are; null where each has its own. */
  readonly prefixes: CachePool | null
  readonly #sizes: Sizes
  #slots: (Sequence | null)[] = []
  #free = 0
  /** Keys and values of each layer, one after the other. */
  #tensors: Float32Array[]
  #bias: Float32Array

  constructor(sizes: Sizes, places: number, prefixes: CachePool | null = null) {
    this.#sizes = sizes
    this.prefixes = prefixes
    this.places = places
    this.#tensors = Array.from({ length: 2 * sizes.layers }, () => new Float32Array(0))
    this.#bias = new Float32Array(0)
  }

  /** By row; null where one is free. */
  get slots(): readonly (Sequence | null)[] {
    return this.#slots
  }

  /** Whether memory is there for one more. */
  get hasRoom(): boolean {
    return this.#free > 0
  }

  get rows(): number {
    return this.#slots.length
  }

  /** Takes or gives back memory; sequences keep theirs. */
  resize(rows: number): void {
    const count = Math.max(rows, this.rows - this.#free)
    for (let slot = count; slot < this.rows; slot++) {
      if (this.#slots[slot]) this.#move(slot, this.#slots.indexOf(null))
    }
    this.#tensors = this.#tensors.map((data) => resized(data, count * this.#rowSize))
    this.#bias = resized(this.#bias, count * this.places)
    this.#free += count - this.rows
    this.#slots = Array.from({ length: count }, (_, slot) => this.#slots[slot] ?? null)
  }

  /** Takes a free row: one among those that are sampled, where there is one, or can be made. */
  add(sequence: Sequence): void {
    const [first, end] = this.#window(({ state }) => state !== 'kept')
    let slot = this.#slots.indexOf(null, first)
    if (slot === -1) slot = this.#slots.indexOf(null)
    if (slot > end || slot < first) {
      const kept = this.#slots.findIndex(
        (other, at) => at >= first && at < end && other?.state === 'kept',
      )
      if (kept !== -1) {
        this.#move(kept, slot)
        slot = kept
      }
    }
    this.#slots[slot] = sequence
    this.#free--
    sequence.pool = this
    sequence.slot = slot
    this.#mark(sequence)
  }

  /** Another sequence takes the row of one, with what is cached there. */
  replace(old: Sequence, sequence: Sequence): void {
    sequence.pool = this
    sequence.slot = old.slot
    sequence.cached = old.cached
    sequence.prefix = old.prefix
    this.#slots[old.slot] = sequence
    old.pool = null
    old.cached = 0
    old.prefix = null
  }

  remove(sequence: Sequence): void {
    this.#slots[sequence.slot] = null
    this.#free++
    sequence.pool = null
    sequence.cached = 0
  }

  /** Rows for a decoding run, from the first one that is ready to the last; null for what is not. */
  batch(): readonly (Sequence | null)[] {
    for (;;) {
      const [first, end] = this.#window(isReady)
      const rows = this.#slots
        .slice(first, end)
        .map((sequence) => (sequence && isReady(sequence) ? sequence : null))
      const vain = rows.filter((row) => row === null).length
      if (vain <= Math.max(1, (rows.length - vain) / 32)) return rows
      this.#move(end - 1, first + rows.indexOf(null))
    }
  }

  /** Forgets all but the first tokens of a sequence. */
  cut(sequence: Sequence, cached: number): void {
    sequence.cached = cached
    this.#mark(sequence)
  }

  /**
   * Appends the first `count` tokens of a row that a run gave, `[rows, keyValueHeads, length, headSize]` of
   * keys and values in the order of layers.
   */
  append(
    sequence: Sequence,
    added: readonly Float32Array[],
    {
      row,
      length,
      count,
    }: { readonly row: number; readonly length: number; readonly count: number },
  ): void {
    const { keyValueHeads: heads, headSize } = this.#sizes
    const own = ownOf(sequence)
    const start = sequence.slot * this.#rowSize + own * headSize
    for (const [i, tensor] of this.#tensors.entries()) {
      const source = added[i]
      if (!source) continue
      for (let head = 0; head < heads; head++) {
        const at = (row * heads + head) * length * headSize
        const place = start + head * this.places * headSize
        copyNumbers(source, at, tensor, place, count * headSize)
      }
    }
    const first = sequence.slot * this.places + own
    this.#bias.fill(0, first, first + count)
    sequence.cached += count
  }

  /**
   * The first `length` tokens of `source`, which may be of another pool, become those of `sequence`; but not
   * those of its prefix, which must be the same.
   */
  copy(sequence: Sequence, source: Sequence, length: number): void {
    if (!source.pool) return
    const start = before(sequence)
    const border = Math.min(before(source), length)
    if (source.prefix && start < border) this.#take(sequence, source.prefix, start, border)
    this.#take(sequence, source, Math.max(start, border), length)
    this.cut(sequence, length)
  }

  #take(sequence: Sequence, source: Sequence, from: number, to: number): void {
    const { pool } = source
    if (!pool || to <= from) return
    const { keyValueHeads: heads, headSize } = this.#sizes
    const [read, written] = [from - before(source), from - before(sequence)]
    for (const [i, tensor] of this.#tensors.entries()) {
      const other = pool.#tensors[i]
      if (!other) continue
      for (let head = 0; head < heads; head++) {
        const origin = source.slot * pool.#rowSize + (head * pool.places + read) * headSize
        const target = sequence.slot * this.#rowSize + (head * this.places + written) * headSize
        copyNumbers(other, origin, tensor, target, (to - from) * headSize)
      }
    }
  }

  /** Numbers that are not finite would go on in whoever gets the row next, hidden or not. */
  clear(sequence: Sequence): void {
    const start = sequence.slot * this.#rowSize
    for (const tensor of this.#tensors) tensor.fill(0, start, start + this.#rowSize)
  }

  /** What a run reads of rows `[first, first + count)`: views, not copies. */
  past(first: number, count: number, names: CacheNames): Readonly<Record<string, HostTensor>> {
    const { keyValueHeads, headSize } = this.#sizes
    const shape = [count, keyValueHeads, this.places, headSize]
    const tensors = this.#tensors.map((data, i) => {
      const view = data.subarray(first * this.#rowSize, (first + count) * this.#rowSize)
      return [names.tensor(i), { shape, data: view }] as const
    })
    const bias = this.#bias.subarray(first * this.places, (first + count) * this.places)
    return {
      [names.bias]: { shape: [count, this.places], data: bias },
      ...Object.fromEntries(tensors),
    }
  }

  /** Copies what is cached of a sequence in one of the tensors, in rows of `length` a head. */
  read(sequence: Sequence, index: number, target: Float32Array, at: number, length: number): void {
    const { prefix } = sequence
    if (prefix) prefix.pool?.read(prefix, index, target, at, length)
    const tensor = this.#tensors[index]
    const { keyValueHeads: heads, headSize } = this.#sizes
    const start = at + before(sequence) * headSize
    for (let head = 0; head < heads && tensor; head++) {
      const from = sequence.slot * this.#rowSize + head * this.places * headSize
      const to = start + head * length * headSize
      copyNumbers(tensor, from, target, to, ownOf(sequence) * headSize)
    }
  }

  get #rowSize(): number {
    return this.#sizes.keyValueHeads * this.places * this.#sizes.headSize
  }

  /** Shows the cached places of a row, and hides the others. */
  #mark(sequence: Sequence): void {
    const start = sequence.slot * this.places
    const end = start + ownOf(sequence)
    this.#bias.fill(0, start, end)
    this.#bias.fill(HIDDEN, end, start + this.places)
  }

  /** From the first to behind the last row of such sequences; empty at 0 where there is none. */
  #window(isOne: (sequence: Sequence) => boolean): readonly [first: number, end: number] {
    const matches = (sequence: Sequence | null) => sequence !== null && isOne(sequence)
    const first = this.#slots.findIndex(matches)
    return first === -1 ? [0, 0] : [first, this.#slots.findLastIndex(matches) + 1]
  }

  /** A sequence goes to another row; what is there comes back in its place. */
  #move(from: number, to: number): void {
    const [one, other] = [this.#slots[from] ?? null, this.#slots[to] ?? null]
    if (from === to || !one) return
    const { keyValueHeads: heads, headSize } = this.#sizes
    const sizes = [ownOf(one), other ? ownOf(other) : 0] as const
    const both = Math.min(...sizes)
    const [start, target] = sizes[0] > both ? [from, to] : [to, from]
    const rest = Math.max(...sizes) - both
    for (const tensor of this.#tensors) {
      for (let head = 0; head < heads; head++) {
        const at = (slot: number) => slot * this.#rowSize + head * this.places * headSize
        swapNumbers(tensor, at(from), at(to), both * headSize)
        tensor.copyWithin(
          at(target) + both * headSize,
          at(start) + both * headSize,
          at(start) + (both + rest) * headSize,
        )
      }
    }
    this.#slots[from] = other
    this.#slots[to] = one
    one.slot = to
    this.#mark(one)
    if (!other) return
    other.slot = from
    this.#mark(other)
  }
}

const isReady = ({ state }: Sequence): boolean => state === 'ready'
