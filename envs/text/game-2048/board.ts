import type { Rng } from '../../../core/index.ts'
import type { Direction } from '../directions.ts'

/** Exponents row by row: 0 for an empty cell, 1 for a 2, 2 for a 4. */
export type Board = number[]

const FOUR = 0.1

/**
 * Slides every tile, in place. A tile merges with an equal one once a move, those nearest to the side first.
 * @returns the sum of the merged tiles, or -1 where nothing moved.
 */
export function slide(board: Board, size: number, direction: Direction): number {
  const across = direction === 'left' || direction === 'right'
  const forward = direction === 'left' || direction === 'up'
  const step = (across ? 1 : size) * (forward ? 1 : -1)
  let gained = 0
  let moved = false
  for (let line = 0; line < size; line++) {
    const first = across ? line * size : line
    const start = forward ? first : first - step * (size - 1)
    let free = start
    // The last tile put down, while it may still merge.
    let open = 0
    for (let i = 0, at = start; i < size; i++, at += step) {
      const tile = board[at] as number
      if (tile === 0) continue
      if (tile === open) {
        board[at] = 0
        board[free - step] = tile + 1
        gained += 2 ** (tile + 1)
        open = 0
        moved = true
        continue
      }
      if (at !== free) {
        board[at] = 0
        board[free] = tile
        moved = true
      }
      free += step
      open = tile
    }
  }
  return moved ? gained : -1
}

/** A new 2, or one time in ten a 4, on an empty cell. */
export function spawn(board: Board, rng: Rng): void {
  let empty = 0
  for (const tile of board) if (tile === 0) empty++
  let skip = rng.int(empty)
  for (let at = 0; at < board.length; at++) {
    if (board[at] !== 0 || skip-- > 0) continue
    board[at] = rng.chance(FOUR) ? 2 : 1
    return
  }
}

export function canMove(board: readonly number[], size: number): boolean {
  for (let at = 0; at < board.length; at++) {
    const tile = board[at]
    if (tile === 0) return true
    if ((at + 1) % size !== 0 && tile === board[at + 1]) return true
    if (tile === board[at + size]) return true
  }
  return false
}

export function largest(board: readonly number[]): number {
  let most = 0
  for (const tile of board) if (tile > most) most = tile
  return most
}

/** Rows of numbers in columns; `.` is empty. */
export function drawn(board: readonly number[], size: number): string {
  const width = String(2 ** largest(board)).length
  let text = ''
  for (let at = 0; at < board.length; at++) {
    const tile = board[at] as number
    const said = tile === 0 ? '.' : String(2 ** tile)
    if (at > 0) text += at % size === 0 ? '\n' : ' '
    text += PADDING[width - said.length] + said
  }
  return text
}

const PADDING = Array.from({ length: 20 }, (_, count) => ' '.repeat(count))
