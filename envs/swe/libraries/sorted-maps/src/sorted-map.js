import { ascending, SortedMapError } from './compare.js';
import { find, first, heightOf, insert, last, nodeAt, nodesFrom, rank, remove, sizeOf } from './tree.js';

function entryOf(node) {
  return node === null ? undefined : [node.key, node.value];
}

/** A map whose keys are in order. */
export class SortedMap {
  #root = null;
  #compare;

  constructor(entries = [], compare = ascending) {
    this.#compare = compare;
    for (const [key, value] of entries) this.set(key, value);
  }

  get size() {
    return sizeOf(this.#root);
  }

  /** The number of levels of the tree. */
  get height() {
    return heightOf(this.#root);
  }

  get compare() {
    return this.#compare;
  }

  has(key) {
    return find(this.#root, key, this.#compare) !== null;
  }

  get(key, fallback = undefined) {
    const node = find(this.#root, key, this.#compare);
    return node === null ? fallback : node.value;
  }

  set(key, value) {
    if (this.#compare(key, key) !== 0) throw new SortedMapError('A key is not equal to itself');
    this.#root = insert(this.#root, key, value, this.#compare);
    return this;
  }

  /** Sets what the function makes of the present value, or of the fallback. */
  update(key, change, fallback = undefined) {
    return this.set(key, change(this.get(key, fallback), key));
  }

  /** Says whether the key was there. */
  delete(key) {
    if (!this.has(key)) return false;
    this.#root = remove(this.#root, key, this.#compare);
    return true;
  }

  clear() {
    this.#root = null;
  }

  /** The first entry, or undefined. */
  first() {
    return entryOf(first(this.#root));
  }

  last() {
    return entryOf(last(this.#root));
  }

  /** Removes the first entry and gives it. */
  shift() {
    const entry = this.first();
    if (entry !== undefined) this.delete(entry[0]);
    return entry;
  }

  /** The last entry whose key is not above the given one. */
  floor(key) {
    return this.at(this.rank(key, true) - 1);
  }

  /** The first entry whose key is not below the given one. */
  ceiling(key) {
    return this.at(this.rank(key));
  }

  /** The last entry whose key is below the given one. */
  lower(key) {
    return this.at(this.rank(key) - 1);
  }

  /** The first entry whose key is above the given one. */
  higher(key) {
    return this.at(this.rank(key, true));
  }

  /** How many keys are below the given one, or with `orEqual` not above it. */
  rank(key, orEqual = false) {
    return rank(this.#root, key, this.#compare, orEqual);
  }

  /** The entry at an index, or undefined. */
  at(index) {
    return entryOf(nodeAt(this.#root, index));
  }

  /** The entries between two keys; either may be left out. `from` is taken in, `to` is not. */
  *range({ from, to, includeFrom = true, includeTo = false, reverse = false } = {}) {
    const start = from === undefined ? 0 : this.rank(from, !includeFrom);
    const end = to === undefined ? this.size : this.rank(to, includeTo);
    const root = this.#root;
    if (reverse) {
      for (let index = end - 1; index >= start; index -= 1) yield entryOf(nodeAt(root, index));
      return;
    }
    for (const node of nodesFrom(root, start, end)) yield entryOf(node);
  }

  /** Removes the entries of a range and says how many those were. */
  deleteRange(options) {
    const doomed = [...this.range(options)];
    for (const [key] of doomed) this.delete(key);
    return doomed.length;
  }

  entries() {
    return this.range();
  }

  *keys() {
    for (const [key] of this.range()) yield key;
  }

  *values() {
    for (const [, value] of this.range()) yield value;
  }

  [Symbol.iterator]() {
    return this.range();
  }

  /** A map of the entries that pass. */
  filter(passes) {
    const kept = new SortedMap([], this.#compare);
    for (const [key, value] of this) {
      if (passes(value, key)) kept.set(key, value);
    }
    return kept;
  }

  /** A map of its own with the same entries and order. */
  copy() {
    const copy = new SortedMap([], this.#compare);
    copy.#root = this.#root;
    return copy;
  }
}
