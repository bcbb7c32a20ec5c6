import { DIRECTIONS, type Direction } from '../directions.ts'
import { awayBy, manhattan, neighbour, OPPOSITE, type Tiles } from './rules.ts'

interface Search {
  readonly tiles: Tiles
  readonly size: number
  readonly path: Direction[]
  nodes: number
}

/**
 * A shortest solution (Korf 1985: iterative deepening A* by Manhattan distance); null where it takes more than
 * `budget` positions to find.
 */
export function shortestSolution(start: Tiles, size: number, budget: number): Direction[] | null {
  const search: Search = { tiles: [...start], size, path: [], nodes: budget }
  const blank = start.indexOf(0)
  const away = manhattan(start, size)
  for (let bound = away; search.nodes > 0; ) {
    const over = deepen(search, blank, away, bound, null)
    if (over === 0) return search.path
    // Every move changes the parity of the distance.
    bound += Math.max(2, over + (over % 2))
  }
  return null
}

/** 0 once it is solved within `left` moves, else by how much the best path would have gone over. */
function deepen(
  search: Search,
  blank: number,
  away: number,
  left: number,
  last: Direction | null,
): number {
  if (away > left) return away - left
  if (away === 0) return 0
  const { tiles, size, path } = search
  let least = Number.POSITIVE_INFINITY
  for (const direction of DIRECTIONS) {
    if (last !== null && direction === OPPOSITE[last]) continue
    const cell = neighbour(blank, direction, size)
    if (cell < 0) continue
    if (search.nodes-- <= 0) return Number.POSITIVE_INFINITY
    const tile = tiles[cell] as number
    tiles[blank] = tile
    tiles[cell] = 0
    path.push(direction)
    const change = awayBy(tile, blank, size) - awayBy(tile, cell, size)
    const over = deepen(search, cell, away + change, left - 1, direction)
    if (over === 0) return 0
    path.pop()
    tiles[cell] = tile
    tiles[blank] = 0
    least = Math.min(least, over)
  }
  return least
}
