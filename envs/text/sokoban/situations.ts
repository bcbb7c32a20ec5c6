import type { Floor } from './floor.ts'

const BITS = 6
const MASK = (1 << BITS) - 1

/** Boxes in a number of six bits each, so at most five; ascending order makes equal sets equal numbers. */
export function packed(boxes: readonly number[]): number {
  let key = 0
  for (const box of boxes) key = (key << BITS) | box
  return key
}

export function unpacked(key: number, boxes: number[]): void {
  for (let i = boxes.length - 1; i >= 0; i--) {
    boxes[i] = key & MASK
    key >>>= BITS
  }
}

/** `boxes` with one of them elsewhere. */
export function packedWith(boxes: readonly number[], moved: number, to: number): number {
  let key = 0
  let waiting = true
  for (const [index, box] of boxes.entries()) {
    if (waiting && to < box) {
      key = (key << BITS) | to
      waiting = false
    }
    if (index !== moved) key = (key << BITS) | box
  }
  return waiting ? (key << BITS) | to : key
}

/**
 * What a search has seen: situations that differ in the boxes, or in the region that the player can walk.
 * Each is numbered in the order it was found.
 */
export interface Situations {
  readonly count: number
  /** -1 for one not yet seen. */
  find(boxes: number, player: number): number
  add(boxes: number, player: number): number
  /** The packed boxes. */
  boxes(situation: number): number
  /** Whether the player can walk to a cell. */
  reaches(situation: number, cell: number): boolean
}

export function createSituations({ next }: Floor, boxCount: number): Situations {
  const keys: number[] = []
  const low: number[] = []
  const high: number[] = []
  /** The situation seen before with the same boxes. */
  const earlier: number[] = []
  const latest = new Map<number, number>()
  const boxes = new Array<number>(boxCount).fill(0)
  const stack: number[] = []

  const has = (situation: number, cell: number) =>
    (((cell < 32 ? low[situation] : high[situation]) as number) & (1 << cell)) !== 0

  return {
    get count() {
      return keys.length
    },
    find(key, player) {
      let situation = latest.get(key) ?? -1
      while (situation >= 0 && !has(situation, player)) situation = earlier[situation] as number
      return situation
    },
    add(key, player) {
      unpacked(key, boxes)
      let [blockedLow, blockedHigh] = [0, 0]
      for (const box of boxes) {
        if (box < 32) blockedLow |= 1 << box
        else blockedHigh |= 1 << box
      }
      let [seenLow, seenHigh] = [blockedLow, blockedHigh]
      if (player < 32) seenLow |= 1 << player
      else seenHigh |= 1 << player
      stack.push(player)
      while (stack.length > 0) {
        const cell = stack.pop() as number
        for (let at = 4 * cell; at < 4 * cell + 4; at++) {
          const to = next[at] as number
          if (to < 0 || ((to < 32 ? seenLow : seenHigh) & (1 << to)) !== 0) continue
          if (to < 32) seenLow |= 1 << to
          else seenHigh |= 1 << to
          stack.push(to)
        }
      }
      low.push(seenLow ^ blockedLow)
      high.push(seenHigh ^ blockedHigh)
      earlier.push(latest.get(key) ?? -1)
      latest.set(key, keys.length)
      return keys.push(key) - 1
    },
    boxes: (situation) => keys[situation] as number,
    reaches: has,
  }
}
