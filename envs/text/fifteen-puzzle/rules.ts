import type { Direction } from '../directions.ts'
/** Numbers of the tiles row by row; 0 is the blank. */
export type Tiles = number[]

/** Where the blank goes. */

export const OPPOSITE: Readonly<Record<Direction, Direction>> = {
  up: 'down',
  down: 'up',
  left: 'right',
  right: 'left',
}

/** The cell that the blank at `cell` would move to; -1 beyond the edge. */
export function neighbour(cell: number, direction: Direction, size: number): number {
  const column = cell % size
  if (direction === 'up') return cell - size
  if (direction === 'down') return cell + size < size * size ? cell + size : -1
  if (direction === 'left') return column > 0 ? cell - 1 : -1
  return column < size - 1 ? cell + 1 : -1
}

/** 1, 2, 3 ... and the blank in the last corner. */
export const goalOf = (size: number): Tiles =>
  Array.from({ length: size * size }, (_, cell) => (cell + 1) % (size * size))

/** Moves the blank in place; the move must be possible. */
export function slide(tiles: Tiles, direction: Direction, size: number): void {
  const blank = tiles.indexOf(0)
  const cell = neighbour(blank, direction, size)
  tiles[blank] = tiles[cell] as number
  tiles[cell] = 0
}

/** Rows and columns that all tiles together are away from their places: 0 when it is solved, and only then. */
export function manhattan(tiles: Tiles, size: number): number {
  let sum = 0
  for (let cell = 0; cell < tiles.length; cell++) {
    const tile = tiles[cell] as number
    if (tile !== 0) sum += awayBy(tile, cell, size)
  }
  return sum
}

/** Steps of one tile to its place, were it alone. */
export function awayBy(tile: number, cell: number, size: number): number {
  const home = tile - 1
  return (
    Math.abs((home % size) - (cell % size)) +
    Math.abs(Math.floor(home / size) - Math.floor(cell / size))
  )
}

/** Every move swaps two numbers and moves the blank one step: both parities change together, or never. */
export function isSolvable(tiles: Tiles, size: number): boolean {
  let odd = false
  for (let a = 0; a < tiles.length; a++) {
    for (let b = a + 1; b < tiles.length; b++) {
      const [first, second] = [tiles[a] as number, tiles[b] as number]
      if (first !== 0 && second !== 0 && first > second) odd = !odd
    }
  }
  const fromBottom = size - 1 - Math.floor(tiles.indexOf(0) / size)
  // Sideways moves keep the order; a move up or down passes size - 1 tiles.
  return size % 2 === 1 ? !odd : odd === (fromBottom % 2 === 1)
}

/** The board row by row, the blank as `_`. */
export function shown(tiles: Tiles, size: number): string {
  const width = size > 3 ? 2 : 1
  let board = ''
  for (let cell = 0; cell < tiles.length; cell++) {
    const tile = tiles[cell] as number
    if (cell > 0) board += cell % size === 0 ? '\n' : ' '
    if (width === 2 && tile < 10) board += ' '
    board += tile === 0 ? '_' : tile
  }
  return board
}
