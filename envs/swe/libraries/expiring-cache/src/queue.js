function ascending(a, b) {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** A binary heap; items that compare equal leave in the order they came. */
export class PriorityQueue {
  #entries = [];
  #compare;
  #pushed = 0;

  constructor(compare = ascending) {
    this.#compare = compare;
  }

  get size() {
    return this.#entries.length;
  }

  push(item) {
    this.#entries.push({ item, order: this.#pushed });
    this.#pushed += 1;
    this.#rise(this.#entries.length - 1);
    return this.size;
  }

  peek() {
    return this.#entries[0]?.item;
  }

  pop() {
    if (this.size === 0) return undefined;
    return this.#take(0).item;
  }

  /** Takes one item out of the middle; says whether it was there. */
  remove(item) {
    const index = this.#entries.findIndex((entry) => entry.item === item);
    if (index === -1) return false;
    this.#take(index);
    return true;
  }

  /** All items in order; the queue is empty afterwards. */
  drain() {
    const items = [];
    while (this.size > 0) items.push(this.pop());
    return items;
  }

  #before(i, j) {
    const a = this.#entries[i];
    const b = this.#entries[j];
    const difference = this.#compare(a.item, b.item);
    return difference === 0 ? a.order < b.order : difference < 0;
  }

  #swap(i, j) {
    const held = this.#entries[i];
    this.#entries[i] = this.#entries[j];
    this.#entries[j] = held;
  }

  #take(index) {
    const last = this.#entries.length - 1;
    this.#swap(index, last);
    const entry = this.#entries.pop();
    if (index < last) {
      this.#sink(index);
      this.#rise(index);
    }
    return entry;
  }

  #rise(start) {
    let index = start;
    while (index > 0) {
      const parent = Math.floor((index - 1) / 2);
      if (!this.#before(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(start) {
    let index = start;
    while (true) {
      const left = 2 * index + 1;
      const right = left + 1;
      let first = index;
      if (left < this.size && this.#before(left, first)) first = left;
      if (right < this.size && this.#before(right, first)) first = right;
      if (first === index) return;
      this.#swap(index, first);
      index = first;
    }
  }
}
