import type { TransformerConfig } from '../transformer/config.ts'
import { bytesPerPlace, CachePool, type Prefix, type Sequence } from './cache-pool.ts'
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
  /** By places, and by those of their prefixes. */
  readonly #pools = new Map<string, CachePool>()
  /** Of prefixes, by places. */
  readonly #prefixes = new Map<number, CachePool>()
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
    for (const pool of this.#all()) places += pool.rows * pool.places
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

  /** Whether it has a row where `length` tokens fit. */
  holds({ pool, prefix }: Sequence, length: number): boolean {
    return pool !== null && length <= pool.places + (prefix?.cached ?? 0)
  }

  /** Moves a sequence where `length` tokens fit; false, and it stays, where there is no memory. */
  grow(sequence: Sequence, length: number): boolean {
    if (!sequence.pool) return this.place(sequence, length)
    if (this.holds(sequence, length)) return true
    const pool = this.#poolFor(length, sequence.prefix)
    if (!pool.hasRoom && !this.#makeRoom(pool)) return false
    move(sequence, pool, sequence.prefix)
    return true
  }

  /**
   * A sequence of which nothing is cached goes behind the first `length` tokens of a donor, of which there is
   * one copy for all who do: the donor, too. False, and all stays, where there is no memory.
   */
  goBehind(sequence: Sequence, donor: Donor, length: number): boolean {
    const prefix = this.#prefixOf(sequence.ids, donor)
    if (!prefix) return false
    const isBehind = this.#moveBehind(sequence, prefix, length)
    const { sequence: source } = donor
    if (isBehind && source.state !== 'kept' && source.pool && !source.prefix) {
      this.#moveBehind(source, prefix, Math.max(length, source.ids.length))
    }
    if (prefix.users === 0) prefix.pool?.remove(prefix)
    return isBehind
  }

  /** It is not sampled any more; what is cached of it may serve others. */
  keep(sequence: Sequence): void {
    const { pool } = sequence
    if (!pool) return
    sequence.state = 'kept'
    if (sequence.cached === 0) {
      this.#remove(sequence)
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
    this.#remove(sequence)
  }

  /** Nothing that was computed counts any more: other weights. */
  forget(): void {
    for (const kept of [...this.#kept]) this.drop(kept)
    for (const pool of this.#pools.values()) {
      for (const sequence of pool.slots) {
        if (!sequence) continue
        sequence.state = 'pending'
        // Its row is too short for what the prefix held.
        if (sequence.prefix) this.#remove(sequence)
        else pool.cut(sequence, 0)
      }
    }
  }

  *#all(): Generator<CachePool> {
    yield* this.#pools.values()
    yield* this.#prefixes.values()
  }

  /** From its row, and from its prefix, which goes with the last. */
  #remove(sequence: Sequence): void {
    const { pool, prefix } = sequence
    sequence.prefix = null
    pool?.remove(sequence)
    if (!prefix) return
    prefix.users--
    if (prefix.users === 0) prefix.pool?.remove(prefix)
  }

  /** The copy of what a donor has, which may be there; null where there is no memory. */
  #prefixOf(ids: readonly number[], { sequence, length }: Donor): Prefix | null {
    const places = this.#placesFor(length)
    const pool = this.#prefixes.get(places) ?? new CachePool(this.#config, places)
    this.#prefixes.set(places, pool)
    for (const known of pool.slots) {
      if (known?.cached !== length || commonLength(known.ids, ids, length) < length) continue
      return known as Prefix
    }
    if (!pool.hasRoom && !this.#makeRoom(pool)) return null
    // It may have been what was dropped.
    if (!sequence.pool) return null
    const prefix: Prefix = {
      ...{ ids: ids.slice(0, length), cached: 0, pool: null, slot: 0, prefix: null, users: 0 },
      ...{ state: 'ready', usedAt: 0 },
    }
    pool.add(prefix)
    pool.copy(prefix, sequence, length)
    return prefix
  }

  #moveBehind(sequence: Sequence, prefix: Prefix, length: number): boolean {
    const pool = this.#poolFor(length, prefix)
    prefix.users++
    const hasRoom = pool.hasRoom || this.#makeRoom(pool)
    if (hasRoom) move(sequence, pool, prefix)
    else prefix.users--
    return hasRoom
  }

  #placesFor(length: number): number {
    let places = SMALLEST
    while (places < length) places *= 2
    return places
  }

  #poolFor(length: number, prefix: Prefix | null = null): CachePool {
    const places = this.#placesFor(length - (prefix?.cached ?? 0))
    const prefixes = prefix?.pool ?? null
    const key = `${places} ${prefixes?.places ?? 0}`
    const known = this.#pools.get(key)
    if (known) return known
    const pool = new CachePool(this.#config, places, prefixes)
    this.#pools.set(key, pool)
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
      for (const other of this.#all()) {
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

/** What is cached of a sequence goes to a row of another pool, but for what a prefix there holds of it. */
function move(sequence: Sequence, pool: CachePool, prefix: Prefix | null): void {
  const { pool: before } = sequence
  if (!before) return
  // What stands for it in the old row until that is copied.
  const old: Sequence = {
    ...{ ids: [], cached: 0, pool: null, slot: 0, prefix: null },
    ...{ state: 'kept', usedAt: 0 },
  }
  before.replace(sequence, old)
  pool.add(sequence)
  sequence.prefix = prefix
  pool.copy(sequence, old, Math.max(old.cached, prefix?.cached ?? 0))
  before.remove(old)
}
