import type { Rng } from '../../../core/index.ts'
import { DIRECTIONS, type Direction } from '../directions.ts'
import { goalOf, isSolvable, neighbour, OPPOSITE, slide, type Tiles } from './rules.ts'

/** Any position that can be solved, each as likely; `shuffles` 0 means that. */
export function drawTiles(rng: Rng, size: number, shuffles: number): Tiles {
  return shuffles === 0 ? permuted(rng, size) : scrambled(rng, size, shuffles)
}

function permuted(rng: Rng, size: number): Tiles {
  const tiles = rng.shuffle(goalOf(size))
  if (isSolvable(tiles, size)) return tiles
  // Two tiles swapped, the blank where it is: the other parity.
  const [a = 0, b = 0] = [...tiles.keys()].filter((cell) => tiles[cell] !== 0)
  const held = tiles[a] as number
  tiles[a] = tiles[b] as number
  tiles[b] = held
  return tiles
}

/** Moves that are never taken back at once. */
function scrambled(rng: Rng, size: number, shuffles: number): Tiles {
  const tiles = goalOf(size)
  let last: Direction | null = null
  for (let i = 0; i < shuffles; i++) {
    last = rng.pick(onwards(tiles, size, last))
    slide(tiles, last, size)
  }
  return tiles
}

/** Every position that so many moves, none taken back at once, can lead to. */
export function allScrambled(size: number, shuffles: number): Tiles[] {
  const found = new Map<string, Tiles>()
  const walk = (tiles: Tiles, last: Direction | null, left: number) => {
    if (left === 0) found.set(tiles.join(), tiles)
    else {
      for (const direction of onwards(tiles, size, last)) {
        const next = [...tiles]
        slide(next, direction, size)
        walk(next, direction, left - 1)
      }
    }
  }
  walk(goalOf(size), null, shuffles)
  return [...found.values()]
}

function onwards(tiles: Tiles, size: number, last: Direction | null): Direction[] {
  const blank = tiles.indexOf(0)
  return DIRECTIONS.filter(
    (direction) =>
      (last === null || direction !== OPPOSITE[last]) && neighbour(blank, direction, size) >= 0,
  )
}
