import type { TransformerConfig } from '../transformer/config.ts'
import { bytesPerPlace, CachePool, type Sequence } from './cache-pool.ts'
import { commonLength, worthSharing } from './plan-prefill.ts'

export interface CacheOptions {
  readonly config: TransformerConfig
  /** Most memory of all pools. */
  readonly bytes: number
  /** Sequences that are kept for later prompts, beside those that are being sampled. */
  readonly keptAtMost: number
}

/** Another sequence, and how much of its beginning is wanted. */
export interface Donor {
  readonly sequence: Sequence
  readonly length: number
}

const SMALLEST = 32

/**
 * Keys and values of the sequences that are being sampled, and of those that were, for as long as there is
 * memory: what a later prompt begins with needs not be computed again.
 */
export class Cache {
  readonly #config: TransformerConfig
  readonly #bytes: number
  readonly #keptAtMost: number
  readonly #pools = new Map<number, CachePool>()
  readonly #kept = new Set<Sequence>()

  constructor({ config, bytes, keptAtMost }: CacheOptions) {
    this.#config = config
    this.#bytes = bytes
    this.#keptAtMost = keptAtMost
  }

  get pools(): Iterable<CachePool> {
    return this.#pools.values()
  }

  /**
   * Of what is cached, the sequence that begins most like `ids`, and how far; the last id is left. Null
   * where it is too little to be worth a run of its own.
   */
  donorOf(ids: readonly number[]): Donor | null {
    let best: Donor | null = null
    const least = worthSharing(ids) - 1
    for (const { slots } of this.#pools.values()) {
      for (const sequence of slots) {
        if (!sequence) continue
        const most = Math.min(sequence.cached, ids.length - 1)
        if (most <= (best?.length ?? least)) continue
        const length = commonLength(sequence.ids, ids, most)
        if (length > (best?.length ?? least)) best = { sequence, length }
      }
    }
    return best
  }

  bytesInUse(): number {
    let places = 0
    for (const pool of this.#pools.values()) places += pool.rows * pool.places
    return places * bytesPerPlace(this.#config)
  }

  /** Whether a sequence of this length could ever be cached, alone. */
  canHold(length: number): boolean {
    return this.#placesFor(length) * bytesPerPlace(this.#config) <= this.#bytes
  }

  /** Gives a sequence a row for `length` tokens; false where memory is taken by what is being sampled. */
  place(sequence: Sequence, length: number): boolean {
    const pool = this.#poolFor(length)
    if (!pool.hasRoom && !this.#makeRoom(pool)) return false
    sequence.state = 'pending'
    pool.add(sequence)
    return true
  }

  /** Moves a sequence where `length` tokens fit; false, and it stays, where there is no memory. */
  grow(sequence: Sequence, length: number): boolean {
    const before = sequence.pool
    if (!before) return this.place(sequence, length)
    if (length <= before.places) return true
    const pool = this.#poolFor(length)
    if (!pool.hasRoom && !this.#makeRoom(pool)) return false
    // What stands for it in the old row until that is copied.
    const old: Sequence = { ids: [], cached: 0, pool: null, slot: 0, state: 'kept', usedAt: 0 }
    before.replace(sequence, old)
    pool.add(sequence)
    pool.copy(sequence, old, old.cached)
    before.remove(old)
    return true
  }

  /** It is not sampled any more; what is cached of it may serve others. */
  keep(sequence: Sequence): void {
    const { pool } = sequence
    if (!pool) return
    sequence.state = 'kept'
    if (sequence.cached === 0) {
      pool.remove(sequence)
      return
    }
    this.#kept.add(sequence)
    const oldest = this.#kept.size > this.#keptAtMost ? this.#oldest(this.#kept) : undefined
    if (oldest) this.drop(oldest)
  }

  /** A kept sequence goes on as another one, with its row: nothing is copied. False where it is not kept. */
  takeOver(kept: Sequence | undefined, sequence: Sequence): boolean {
    if (!kept?.pool || !this.#kept.delete(kept)) return false
    kept.pool.replace(kept, sequence)
    return true
  }

  drop(sequence: Sequence): void {
    this.#kept.delete(sequence)
    sequence.pool?.remove(sequence)
  }

  /** Nothing that was computed counts any more: other weights. */
  forget(): void {
    for (const kept of [...this.#kept]) this.drop(kept)
    for (const pool of this.#pools.values()) {
      for (const sequence of pool.slots) {
        if (!sequence) continue
        sequence.state = 'pending'
        pool.cut(sequence, 0)
      }
    }
  }

  #placesFor(length: number): number {
    let places = SMALLEST
    while (places < length) places *= 2
    return places
  }

  #poolFor(length: number): CachePool {
    const places = this.#placesFor(length)
    const known = this.#pools.get(places)
    if (known) return known
    const pool = new CachePool(this.#config, places)
    this.#pools.set(places, pool)
    return pool
  }

  /** A row more: of memory that is free, of one's own that is kept, or of other pools. */
  #makeRoom(pool: CachePool): boolean {
    const row = pool.places * bytesPerPlace(this.#config)
    const grow = () => {
      const fitting = Math.floor((this.#bytes - this.bytesInUse()) / row)
      const more = Math.min(fitting, Math.max(4, pool.rows))
      if (more >= 1) pool.resize(pool.rows + more)
      return more >= 1
    }
    if (this.#kept.size < this.#keptAtMost && grow()) return true
    const own = this.#oldest([...this.#kept].filter((sequence) => sequence.pool === pool))
    if (own) {
      this.drop(own)
      return true
    }
    if (grow()) return true
    for (;;) {
      for (const other of this.#pools.values()) {
        if (other !== pool && other.hasRoom) other.resize(0)
      }
      if (grow()) return true
      const oldest = this.#oldest(this.#kept)
      if (!oldest) return false
      this.drop(oldest)
    }
  }

  #oldest(sequences: Iterable<Sequence>): Sequence | undefined {
    let oldest: Sequence | undefined
    for (const sequence of sequences) {
      if (!oldest || sequence.usedAt < oldest.usedAt) oldest = sequence
    }
    return oldest
  }
}
