import { mix } from './mix.ts'

/** A one-to-one map of [0, size) onto itself, with its way back. */
export interface Permutation {
  readonly size: number
  at(value: number): number
  back(image: number): number
}

const ROUNDS = 4

/** A Feistel network over the next even number of bits, walked until it lands inside (Black and Rogaway 2002, cycle walking). */
export function permutation(size: number, stream: number): Permutation {
  let half = 1
  while (4 ** half < size) half++
  const mask = 2 ** half - 1
  const keys = Array.from({ length: ROUNDS }, (_, round) => mix(stream, round))

  const forth = (value: number): number => {
    let left = value >>> half
    let right = value & mask
    for (const key of keys) {
      const swapped = right
      right = left ^ (mix(key, right) & mask)
      left = swapped
    }
    return ((left << half) | right) >>> 0
  }
  const undo = (image: number): number => {
    let left = image >>> half
    let right = image & mask
    for (let round = ROUNDS - 1; round >= 0; round--) {
      const swapped = left
      left = right ^ (mix(keys[round] ?? 0, left) & mask)
      right = swapped
    }
    return ((left << half) | right) >>> 0
  }
  const walk = (step: (value: number) => number) => (from: number) => {
    let value = step(from)
    while (value >= size) value = step(value)
    return value
  }
  return { size, at: walk(forth), back: walk(undo) }
}
