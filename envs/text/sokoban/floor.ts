import { GOAL, strideOf, WALL } from './room.ts'

/** Walkable cells numbered from 0, as searches want them; at most 64. */
export interface Floor {
  /** Number of a cell to its place in the layout. */
  readonly places: readonly number[]
  /** Place in the layout to the cell's number, -1 for none. */
  readonly numbers: Int8Array
  /** The neighbour of cell c in direction d (up, right, down, left) at 4 c + d, -1 for a wall. */
  readonly next: Int8Array
  readonly goals: readonly number[]
}

export const MOST_CELLS = 64
export const opposite = (direction: number) => direction ^ 2

export function floorOf(layout: string): Floor {
  const numbers = new Int8Array(layout.length).fill(-1)
  const places: number[] = []
  const goals: number[] = []
  for (let at = 0; at < layout.length; at++) {
    const cell = layout[at]
    if (cell === WALL || cell === '\n') continue
    if (cell === GOAL) goals.push(places.length)
    numbers[at] = places.length
    places.push(at)
  }
  if (places.length > MOST_CELLS) {
    throw new RangeError(
      `Cannot search a room of ${places.length} cells (at most ${MOST_CELLS} of floor)`,
    )
  }
  const stride = strideOf(layout)
  const offsets = [-stride, 1, stride, -1]
  const next = new Int8Array(4 * places.length)
  for (const [cell, at] of places.entries()) {
    for (const [direction, offset] of offsets.entries()) {
      next[4 * cell + direction] = numbers[at + offset] ?? -1
    }
  }
  return { places, numbers, next, goals }
}
