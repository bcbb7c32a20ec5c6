import { applyPatch } from './apply.js';
import { makeHunks, reverse } from './patch.js';

/** A text, what was done to it, and the way back and forth. */
export class History {
  #text;
  #done = [];
  #undone = [];
  #limit;

  constructor(text = '', { limit = 100 } = {}) {
    this.#text = text;
    this.#limit = limit;
  }

  get text() {
    return this.#text;
  }

  /** The labels of what can be undone, the last first. */
  labels() {
    return this.#done.map(({ label }) => label).reverse();
  }

  /** Replaces the text, and says whether that changed anything; what was undone is gone then. */
  edit(text, label = 'edit') {
    const hunks = makeHunks(this.#text, text, { context: 0 });
    if (hunks.length === 0) return false;
    this.#done.push({ label, hunks });
    if (this.#done.length > this.#limit) this.#done.shift();
    this.#undone = [];
    this.#text = text;
    return true;
  }

  /** Takes steps back, as far as there are any, and says how many. */
  undo(steps = 1) {
    return this.#move(this.#done, this.#undone, steps, reverse);
  }

  /** Takes steps forth that were taken back. */
  redo(steps = 1) {
    return this.#move(this.#undone, this.#done, steps, (hunks) => hunks);
  }

  #move(from, to, steps, turn) {
    const count = Math.min(steps, from.length);
    for (let taken = 0; taken < count; taken += 1) {
      const step = from.pop();
      this.#text = applyPatch(this.#text, turn(step.hunks)).text;
      to.push(step);
    }
    return count;
  }
}
