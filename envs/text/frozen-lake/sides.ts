import { type Direction, directionOf } from '../directions.ts'

/** In Gymnasium's order, whose numbers are understood as well. */
const SIDE_OF: Readonly<Record<Direction, number>> = { left: 0, down: 1, right: 2, up: 3 }

/** The side a player names, in whatever words; undefined where it names none, or more than one. */
export function sideOf(action: string): number | undefined {
  if (/^[0-3]$/.test(action)) return Number(action)
  const direction = directionOf(action)
  return direction === null ? undefined : SIDE_OF[direction]
}
