import type { Direction } from '../directions.ts'
import { move, offsetOf, type Position } from './room.ts'
import { solve } from './solve.ts'

/** Follows one solution as long as the state is on it, and solves anew where it is not. */
export function solver(): (state: Position) => Direction | null {
  let rest: Direction[] = []
  let expected = ''
  return (state) => {
    if (rest.length === 0 || expected !== told(state)) rest = solve(state)?.reverse() ?? []
    const direction = rest.pop()
    if (!direction) return null
    const after = { ...state, boxes: [...state.boxes] }
    move(after, offsetOf(state.layout, direction))
    expected = told(after)
    return direction
  }
}

const told = ({ layout, boxes, player }: Position) => `${layout} ${boxes} ${player}`
