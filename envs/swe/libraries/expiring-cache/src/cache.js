import { PriorityQueue } from './queue.js';

/** A map with a limit on its weight and on the age of its entries. */
export class Cache {
  #entries = new Map();
  #deadlines = new PriorityQueue((a, b) => a.expires - b.expires);
  #weight = 0;
  #hits = 0;
  #misses = 0;
  #evictions = 0;
  #options;

  constructor(options) {
    const {
      maxSize = Infinity,
      ttl = Infinity,
      now = () => 0,
      weigh = () => 1,
      onEvict = () => {},
    } = options ?? {};
    if (!(maxSize > 0)) throw new RangeError('maxSize must be above 0');
    if (!(ttl > 0)) throw new RangeError('ttl must be above 0');
    this.#options = { maxSize, ttl, now, weigh, onEvict };
  }

  get size() {
    this.prune();
    return this.#entries.size;
  }

  get weight() {
    this.prune();
    return this.#weight;
  }

  /** Stores a value; says whether it is kept (an entry heavier than the cache is not). */
  set(key, value, { ttl = this.#options.ttl } = {}) {
    const { maxSize, now, weigh } = this.#options;
    const weight = weigh(value, key);
    const old = this.#entries.get(key);
    if (old) this.#drop(old);
    if (weight > maxSize) return false;

    this.prune();
    const entry = { key, value, weight, ttl, expires: now() + ttl };
    this.#entries.set(key, entry);
    this.#weight += weight;
    if (entry.expires !== Infinity) this.#deadlines.push(entry);
    while (this.#weight > maxSize) {
      const [oldest] = this.#entries.values();
      this.#evict(oldest, 'size');
    }
    return true;
  }

  get(key) {
    const entry = this.#live(key);
    if (!entry) {
      this.#misses += 1;
      return undefined;
    }
    this.#hits += 1;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  peek(key) {
    return this.#live(key)?.value;
  }

  has(key) {
    return this.#live(key) !== undefined;
  }

  delete(key) {
    const entry = this.#live(key);
    if (!entry) return false;
    this.#evict(entry, 'deleted');
    return true;
  }

  /** Starts the time of an entry again. */
  touch(key) {
    const entry = this.#live(key);
    if (!entry) return false;
    if (entry.expires !== Infinity) {
      this.#deadlines.remove(entry);
      entry.expires = this.#options.now() + entry.ttl;
      this.#deadlines.push(entry);
    }
    return true;
  }

  /** Milliseconds an entry has left; 0 when there is none. */
  remaining(key) {
    const entry = this.#live(key);
    return entry ? entry.expires - this.#options.now() : 0;
  }

  /** Drops what is too old and says how many entries that were. */
  prune() {
    const time = this.#options.now();
    let dropped = 0;
    while (this.#deadlines.size > 0 && this.#deadlines.peek().expires <= time) {
      this.#evict(this.#deadlines.peek(), 'expired');
      dropped += 1;
    }
    return dropped;
  }

  clear() {
    for (const entry of [...this.#entries.values()]) this.#drop(entry);
  }

  keys() {
    this.prune();
    return [...this.#entries.keys()].reverse();
  }

  stats() {
    const lookups = this.#hits + this.#misses;
    return {
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      hitRate: lookups === 0 ? 0 : this.#hits / lookups,
    };
  }

  #live(key) {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.expires > this.#options.now()) return entry;
    this.#evict(entry, 'expired');
    return undefined;
  }

  #drop(entry) {
    this.#entries.delete(entry.key);
    this.#deadlines.remove(entry);
    this.#weight -= entry.weight;
  }

  #evict(entry, reason) {
    this.#drop(entry);
    if (reason !== 'deleted') this.#evictions += 1;
    this.#options.onEvict(entry.key, entry.value, reason);
  }
}
