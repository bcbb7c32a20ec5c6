import { ascending, SortedMapError } from './compare.js';
import { SortedMap } from './sorted-map.js';

function checkTimes(times) {
  if (!(times >= 0)) throw new SortedMapError(`Not a number of times: ${times}`);
}

/** Sorted values, each as often as it was added. */
export class SortedMultiset {
  #counts;
  #size = 0;

  constructor(values = [], compare = ascending) {
    this.#counts = new SortedMap([], compare);
    for (const value of values) this.add(value);
  }

  /** How many values there are, each counted as often as it is there. */
  get size() {
    return this.#size;
  }

  get distinct() {
    return this.#counts.size;
  }

  count(value) {
    return this.#counts.get(value, 0);
  }

  add(value, times = 1) {
    checkTimes(times);
    if (times === 0) return this;
    this.#counts.update(value, (count) => count + times, 0);
    this.#size += times;
    return this;
  }

  /** Removes a value so many times at most, and says how often it was removed. */
  remove(value, times = 1) {
    checkTimes(times);
    const present = this.count(value);
    const removed = Math.min(present, times);
    if (removed === 0) return 0;
    if (removed === present) this.#counts.delete(value);
    else this.#counts.set(value, present - removed);
    this.#size -= removed;
    return removed;
  }

  removeAll(value) {
    return this.remove(value, Infinity);
  }

  min() {
    return this.#counts.first()?.[0];
  }

  max() {
    return this.#counts.last()?.[0];
  }

  /** The value at an index of the sorted list, or undefined. */
  at(index) {
    if (index < 0) return undefined;
    let before = 0;
    for (const [value, count] of this.#counts) {
      before += count;
      if (index < before) return value;
    }
    return undefined;
  }

  /** The middle value, of an even number of values the lower middle one. */
  median() {
    return this.at(Math.floor((this.#size - 1) / 2));
  }

  /** The values that are there most often with their counts, n at most; equals in order. */
  mostCommon(n = 1) {
    const entries = [...this.#counts];
    return entries.sort((a, b) => b[1] - a[1]).slice(0, n);
  }

  *[Symbol.iterator]() {
    for (const [value, count] of this.#counts) {
      for (let time = 0; time < count; time += 1) yield value;
    }
  }

  copy() {
    const copy = new SortedMultiset([], this.#counts.compare);
    copy.#counts = this.#counts.copy();
    copy.#size = this.#size;
    return copy;
  }
}
