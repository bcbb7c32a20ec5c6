import { normalized, quoted } from '../commands.ts'
import { DIRECTIONS, type Direction, directionNamed } from '../directions.ts'
import { neighbour, type Tiles } from './rules.ts'

const FILLER = new Set(
  'move slide shift push go swap press tile number piece please i the a it to into space direction with and of'.split(
    ' ',
  ),
)
const BLANK = new Set(['blank', 'empty', 'hole', 'gap', '_'])

/** Where the blank shall go; otherwise why what was said is no move. */
export function parseMove(
  action: string,
  tiles: Tiles,
  size: number,
): { direction: Direction } | { problem: string } {
  const plain = directionNamed(action)
  if (plain) return checked(plain, tiles, size)
  const unknown = {
    problem: `${quoted(action)} is no move (say where the blank goes: ${DIRECTIONS.join(', ')}, or the number of a tile beside it)`,
  }
  let direction: Direction | null = null
  let tile: number | null = null
  const words = normalized(action).split(/[^\p{L}\p{N}_↑↓←→]+/u)
  for (const word of words) {
    if (word === '' || FILLER.has(word) || BLANK.has(word)) continue
    const way = directionNamed(word)
    if ((way && direction) || (/^\d{1,2}$/.test(word) && tile !== null)) {
      return { problem: 'it names more than one move (give one at a time)' }
    }
    if (way) direction = way
    else if (/^\d{1,2}$/.test(word)) tile = Number(word)
    else return unknown
  }
  if (tile !== null) return movedTile(tile, direction, tiles, size)
  return direction ? checked(direction, tiles, size) : unknown
}

function checked(direction: Direction, tiles: Tiles, size: number) {
  if (neighbour(tiles.indexOf(0), direction, size) >= 0) return { direction }
  return {
    problem: `the blank cannot go ${direction}, it is at the edge (${allowed(tiles, size)})`,
  }
}

/** A tile moves into the blank, so the blank goes where the tile is. */
function movedTile(tile: number, said: Direction | null, tiles: Tiles, size: number) {
  const blank = tiles.indexOf(0)
  const direction = DIRECTIONS.find((each) => tiles[neighbour(blank, each, size)] === tile)
  if (tile < 1 || tile >= tiles.length) {
    return { problem: `there is no tile ${tile} (the tiles are 1 to ${tiles.length - 1})` }
  }
  if (!direction) {
    return { problem: `tile ${tile} is not beside the blank (${allowed(tiles, size)})` }
  }
  if (said && neighbour(neighbour(blank, direction, size), said, size) !== blank) {
    return { problem: `tile ${tile} cannot go ${said}, the blank is elsewhere (say ${tile} alone)` }
  }
  return { direction }
}

function allowed(tiles: Tiles, size: number): string {
  const blank = tiles.indexOf(0)
  const ways = DIRECTIONS.filter((each) => neighbour(blank, each, size) >= 0)
  const numbers = ways.map((each) => tiles[neighbour(blank, each, size)])
  return `possible: ${ways.join(', ')}, which slide tile ${numbers.join(', ')}`
}
