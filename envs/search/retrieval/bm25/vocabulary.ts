/**
 * Terms and their numbers as an open hash table in typed arrays: a Map of a few million strings would take ten
 * times the memory, and no thread could share it.
 */
export interface Vocabulary {
  /** Number of a term + 1 by its hash, 0 where none is; as many as a power of two. */
  readonly slots: Uint32Array
  /** Where each term begins in `units`, and where the last one ends. */
  readonly starts: Uint32Array
  /** UTF-16 units of all terms. */
  readonly units: Uint16Array
}

/** One that grows: numbers are given in order of appearance. */
export interface GrowingVocabulary {
  readonly size: number
  /** UTF-16 units of all terms together. */
  readonly units: number
  readonly slots: number
  /** The number of a term, or of one that stands in a text; a new one where it is new. */
  add(text: string, start?: number, end?: number): number
  copyTo(vocabulary: Vocabulary): void
}

/** The number of a term; -1 where there is none. */
export function termNumber({ slots, starts, units }: Vocabulary, term: string): number {
  const mask = slots.length - 1
  const end = term.length
  for (let slot = hashOf(term, 0, end) & mask; ; slot = (slot + 1) & mask) {
    const number = (slots[slot] ?? 0) - 1
    if (number < 0 || isAt(starts, units, number, term, 0, end)) return number
  }
}

export function createVocabulary(): GrowingVocabulary {
  let slots = new Uint32Array(1024)
  let starts = new Uint32Array(1024)
  let units = new Uint16Array(8192)
  let size = 0

  const append = (text: string, from: number, to: number): void => {
    const start = starts[size] ?? 0
    if (size + 2 > starts.length) starts = grown(starts, Uint32Array)
    while (start + to - from > units.length) units = grown(units, Uint16Array)
    for (let at = from; at < to; at++) units[start + at - from] = text.charCodeAt(at)
    starts[++size] = start + to - from
  }
  const rehash = (): void => {
    slots = new Uint32Array(2 * slots.length)
    const mask = slots.length - 1
    for (let number = 0; number < size; number++) {
      let slot = hashOfUnits(units, starts[number] ?? 0, starts[number + 1] ?? 0) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
  }
  return {
    get size() {
      return size
    },
    get units() {
      return starts[size] ?? 0
    },
    get slots() {
      return slots.length
    },
    add(text, start = 0, end = text.length) {
      const mask = slots.length - 1
      let slot = hashOf(text, start, end) & mask
      while (slots[slot] !== 0) {
        const number = (slots[slot] ?? 0) - 1
        if (isAt(starts, units, number, text, start, end)) return number
        slot = (slot + 1) & mask
      }
      append(text, start, end)
      slots[slot] = size
      if (2 * size > slots.length) rehash()
      return size - 1
    },
    copyTo(vocabulary) {
      vocabulary.slots.set(slots)
      vocabulary.starts.set(starts.subarray(0, size + 1))
      vocabulary.units.set(units.subarray(0, starts[size]))
    },
  }
}

function isAt(
  starts: Uint32Array,
  units: Uint16Array,
  number: number,
  text: string,
  from: number,
  to: number,
): boolean {
  const start = starts[number] ?? 0
  if ((starts[number + 1] ?? 0) - start !== to - from) return false
  for (let at = from; at < to; at++) {
    if (units[start + at - from] !== text.charCodeAt(at)) return false
  }
  return true
}

/** FNV-1a over UTF-16 units; its high bits are mixed in, as slots take the low ones. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash ^ (hash >>> 15)
}

function hashOfUnits(units: Uint16Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (units[at] ?? 0), 0x01000193)
  return hash ^ (hash >>> 15)
}

function grown<A extends Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>(
  array: A,
  type: new (length: number) => A,
): A {
  const larger = new type(2 * array.length)
  larger.set(array)
  return larger
}
