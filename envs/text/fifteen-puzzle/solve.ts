import { DIRECTIONS, type Direction } from '../directions.ts'
import { neighbour, slide, type Tiles } from './rules.ts'
import { shortestSolution } from './shortest.ts'

/** Enough for the hardest position of the eight puzzle, and for a few milliseconds. */
const MOST_POSITIONS = { 3: 1_000_000, 4: 20_000 } as const

/** Tiles of the fifteen puzzle that are brought home together, and then stay: the rest is an eight puzzle. */
const GROUPS = [[1, 2], [3, 4], [5], [9, 13]] as const

/** A solution: the shortest where it is found soon, else part by part, which takes about twice as long. */
export function solutionOf(tiles: Tiles, size: number): Direction[] {
  const shortest = shortestSolution(tiles, size, MOST_POSITIONS[size === 3 ? 3 : 4])
  if (shortest) return shortest
  const current = [...tiles]
  const path: Direction[] = []
  const home = new Set<number>()
  for (const group of GROUPS) {
    for (const direction of homeward(current, size, group, home)) {
      slide(current, direction, size)
      path.push(direction)
    }
    for (const tile of group) home.add(tile - 1)
  }
  return [...path, ...lastPart(current)]
}

/** The lower right nine cells as a puzzle of their own. */
function lastPart(tiles: Tiles): Direction[] {
  const cells = tiles.filter((_, cell) => cell >= 4 && cell % 4 > 0)
  // 6 7 8 10 11 12 14 15 as 1 to 8: a row of four less the row and the column that are done.
  const small = cells.map((tile) => (tile === 0 ? 0 : tile - 5 - Math.floor((tile - 5) / 4)))
  return shortestSolution(small, 3, MOST_POSITIONS[3]) ?? []
}

interface Node {
  readonly blank: number
  /** Cells of the group's tiles. */
  readonly cells: readonly number[]
  readonly before: Node | null
  readonly direction: Direction | null
}

/** The shortest way to bring a group home without touching what is there: only the group's tiles are told apart. */
function homeward(
  tiles: Tiles,
  size: number,
  group: readonly number[],
  fixed: ReadonlySet<number>,
): Direction[] {
  const start: Node = {
    blank: tiles.indexOf(0),
    cells: group.map((tile) => tiles.indexOf(tile)),
    before: null,
    direction: null,
  }
  const seen = new Set([keyOf(start)])
  const queue = [start]
  for (const node of queue) {
    if (group.every((tile, index) => node.cells[index] === tile - 1)) return pathTo(node)
    for (const direction of DIRECTIONS) {
      const blank = neighbour(node.blank, direction, size)
      if (blank < 0 || fixed.has(blank)) continue
      const cells = node.cells.map((cell) => (cell === blank ? node.blank : cell))
      const next: Node = { blank, cells, before: node, direction }
      const key = keyOf(next)
      if (seen.has(key)) continue
      seen.add(key)
      queue.push(next)
    }
  }
  throw new Error(`no way to bring ${group.join(', ')} home`)
}

const keyOf = ({ blank, cells }: Node) => cells.reduce((key, cell) => key * 16 + cell, blank)

function pathTo(node: Node): Direction[] {
  const path: Direction[] = []
  for (let at: Node | null = node; at?.direction; at = at.before) path.push(at.direction)
  return path.reverse()
}
