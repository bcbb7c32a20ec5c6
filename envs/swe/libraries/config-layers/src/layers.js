import { interpolate } from './interpolate.js';
import { merge } from './merge.js';
import { copy, getPath, setPath } from './paths.js';

/** Named configurations above each other, the last added on top, and values set above them all. */
export class Layers {
  #layers = new Map();
  #overrides = {};
  #rules;
  #resolved = null;

  constructor({ rules = {} } = {}) {
    this.#rules = { ...rules };
  }

  /** Adds a layer on top; one of the same name is replaced where it is. */
  add(name, config) {
    this.#layers.set(name, copy(config));
    this.#resolved = null;
    return this;
  }

  /** Says whether there was such a layer. */
  remove(name) {
    this.#resolved = null;
    return this.#layers.delete(name);
  }

  /** Sets a value above all layers; null takes away what they say. */
  set(path, value) {
    setPath(this.#overrides, path, copy(value));
    this.#resolved = null;
  }

  /** The value that holds, its references filled in. */
  get(path, fallback) {
    const layers = [...this.#layers.values(), this.#overrides];
    this.#resolved ??= interpolate(merge(layers, this.#rules));
    return copy(getPath(this.#resolved, path, fallback));
  }

  /** The name of the topmost layer that says something of a path, `overrides`, or null. */
  originOf(path) {
    const layers = [...this.#layers, ['overrides', this.#overrides]];
    const layer = layers.findLast(([, config]) => getPath(config, path) !== undefined);
    return layer?.[0] ?? null;
  }
}
