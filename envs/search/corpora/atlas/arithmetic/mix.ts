/** Two integers as one of 32 bits (the finaliser of MurmurHash3, twice): what a world draws about entity `value`. */
export function mix(stream: number, value: number): number {
  let h = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b) ^ stream
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16) ^ (stream >>> 7), 0x27d4eb2f)
  return (h ^ (h >>> 15)) >>> 0
}

/** An integer in [0, bound) that belongs to `value` in a stream. */
export const drawOf = (stream: number, value: number, bound: number): number =>
  Math.floor((mix(stream, value) / 0x1_0000_0000) * bound)

/** One of `items`, always the same for `value`. */
export function pickOf<T>(stream: number, value: number, items: readonly [T, ...T[]]): T {
  return items[drawOf(stream, value, items.length)] ?? items[0]
}
