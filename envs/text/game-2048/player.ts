import { DIRECTIONS, type Direction } from '../directions.ts'
import { type Board, slide } from './board.ts'

/** New tiles that are tried out behind a move, spread over the board. */
const MOST_SPAWNS = 6
const LOST = -1e9

/** The move that promises most after the next tile and one more move; null where there is none. */
export function bestMove(board: readonly number[], size: number): Direction | null {
  const weights = weightsOf(size)
  let best: Direction | null = null
  let most = Number.NEGATIVE_INFINITY
  for (const direction of DIRECTIONS) {
    const after = [...board]
    if (slide(after, size, direction) < 0) continue
    const value = expected(after, size, weights)
    if (value <= most) continue
    most = value
    best = direction
  }
  return best
}

/** Mean over new tiles of the best answer to each. */
function expected(board: Board, size: number, weights: readonly number[]): number {
  const empty: number[] = []
  for (let at = 0; at < board.length; at++) if (board[at] === 0) empty.push(at)
  const every = Math.max(1, Math.ceil(empty.length / MOST_SPAWNS))
  let sum = 0
  let count = 0
  for (let index = 0; index < empty.length; index += every) {
    const at = empty[index] as number
    for (const [tile, share] of SPAWNS) {
      board[at] = tile
      sum += share * bestAfter(board, size, weights)
    }
    board[at] = 0
    count++
  }
  return sum / count
}

const SPAWNS = [
  [1, 0.9],
  [2, 0.1],
] as const

function bestAfter(board: readonly number[], size: number, weights: readonly number[]): number {
  let best = LOST
  for (const direction of DIRECTIONS) {
    const after = [...board]
    if (slide(after, size, direction) < 0) continue
    const value = worth(after, size, weights)
    if (value > best) best = value
  }
  return best
}

/** Room, large tiles along a snake from a corner, and neighbours of nearly the same size. */
function worth(board: readonly number[], size: number, weights: readonly number[]): number {
  let value = 0
  for (let at = 0; at < board.length; at++) {
    const tile = board[at] as number
    if (tile === 0) {
      value += 100
      continue
    }
    value += 2 ** tile * (weights[at] as number)
    const right = (at + 1) % size === 0 ? 0 : (board[at + 1] as number)
    if (right > 0) value -= 12 * tile * Math.abs(tile - right)
    const below = board[at + size] ?? 0
    if (below > 0) value -= 12 * tile * Math.abs(tile - below)
  }
  return value
}

/** 16 in the first corner, then less and less, to and fro along the rows. */
function weightsOf(size: number): readonly number[] {
  return Array.from({ length: size * size }, (_, at) => {
    const row = Math.floor(at / size)
    const column = row % 2 === 0 ? at % size : size - 1 - (at % size)
    return 16 * 0.6 ** (row * size + column)
  })
}
