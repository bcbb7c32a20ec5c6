import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { DIRECTIONS, type Direction } from '../directions.ts'
import { canMove, drawn, slide, spawn } from './board.ts'

/** The rules once more: lines as lists of tile values, towards the side that is first. */
function naiveLine(line: readonly number[]): { line: number[]; gained: number } {
  const tiles = line.filter((tile) => tile > 0)
  const merged: number[] = []
  let gained = 0
  while (tiles.length > 0) {
    const [first = 0, second] = tiles
    tiles.splice(0, first === second ? 2 : 1)
    merged.push(first === second ? 2 * first : first)
    if (first === second) gained += 2 * first
  }
  return { line: line.map((_, at) => merged[at] ?? 0), gained }
}

const transposed = (rows: number[][]) => rows.map((_, at) => rows.map((row) => row[at] ?? 0))
const reversed = (rows: number[][]) => rows.map((row) => row.toReversed())

function naiveSlide(rows: number[][], direction: Direction) {
  const turn = direction === 'up' || direction === 'down' ? transposed : (same: number[][]) => same
  const flip = direction === 'right' || direction === 'down' ? reversed : (same: number[][]) => same
  const lines = flip(turn(rows)).map(naiveLine)
  const gained = lines.reduce((sum, line) => sum + line.gained, 0)
  return { rows: turn(flip(lines.map(({ line }) => line))), gained }
}

const boards = fc.integer({ min: 3, max: 6 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    board: fc.array(fc.integer({ min: 0, max: 4 }), {
      minLength: size * size,
      maxLength: size * size,
    }),
  }),
)

const rowsOf = (board: readonly number[], size: number) =>
  Array.from({ length: size }, (_, row) =>
    board.slice(row * size, (row + 1) * size).map((tile) => (tile === 0 ? 0 : 2 ** tile)),
  )

test('slides and merges as the rules say', () => {
  fc.assert(
    fc.property(boards, fc.constantFrom(...DIRECTIONS), ({ board, size }, direction) => {
      const before = rowsOf(board, size)
      const naive = naiveSlide(before, direction)
      const after = [...board]

      const gained = slide(after, size, direction)

      expect(rowsOf(after, size)).toEqual(naive.rows)
      const changed = JSON.stringify(naive.rows) !== JSON.stringify(before)
      expect(gained).toBe(changed ? naive.gained : -1)
    }),
    { numRuns: 2000 },
  )
})

test('knows when no move is left', () => {
  fc.assert(
    fc.property(boards, fc.boolean(), ({ board, size }, full) => {
      const filled = full ? board.map((tile, at) => tile || 5 + (at % 7)) : board

      const movable = DIRECTIONS.some((direction) => slide([...filled], size, direction) >= 0)

      // An empty cell is room for a move, unless the whole board is empty, which it never is.
      if (filled.some((tile) => tile > 0)) expect(canMove(filled, size)).toBe(movable)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  [[1, 1, 1, 1], [2, 2, 0, 0], 8],
  [[1, 1, 2, 0], [2, 2, 0, 0], 4],
  [[2, 1, 1, 0], [2, 2, 0, 0], 4],
  [[0, 1, 0, 1], [2, 0, 0, 0], 4],
  [[1, 1, 1, 0], [2, 1, 0, 0], 4],
])('merges %j to %j on the way left', (line, expected, score) => {
  const board = [...line, ...new Array<number>(12).fill(0)]

  expect(slide(board, 4, 'left')).toBe(score)
  expect(board.slice(0, 4)).toEqual(expected)
})

test('spawns a 4 one time in ten, and on every empty cell alike', () => {
  const rng = createRng(5)
  const games = 20_000
  const cells = new Array<number>(16).fill(0)
  let fours = 0
  for (let game = 0; game < games; game++) {
    // Two cells are taken.
    const board = new Array<number>(16).fill(0).with(3, 1).with(9, 1)
    spawn(board, rng)
    const at = board.findIndex((tile, cell) => tile > 0 && cell !== 3 && cell !== 9)
    cells[at] = (cells[at] ?? 0) + 1
    if (board[at] === 2) fours++
  }

  const chi = (seen: number, expected: number) => (seen - expected) ** 2 / expected
  const empty = cells.filter((_, cell) => cell !== 3 && cell !== 9)

  // The 0.1 % points for 13 and 1 degrees of freedom.
  expect(empty.reduce((sum, seen) => sum + chi(seen, games / 14), 0)).toBeLessThan(34.53)
  expect(chi(fours, games / 10) + chi(games - fours, (games * 9) / 10)).toBeLessThan(10.83)
  expect([cells[3], cells[9]]).toEqual([0, 0])
})

test('draws numbers in columns', () => {
  expect(drawn([1, 0, 0, 7, 2, 0, 0, 0, 3], 3)).toBe('  2   .   .\n128   4   .\n  .   .   8')
})
