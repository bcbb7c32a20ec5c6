import type { Rng } from '../../../core/index.ts'
import { type Cells, conflict, type Layout } from './grid.ts'
import { solutionsOf } from './solve.ts'

export type Puzzle = { givens: Cells; solution: string }

/** A puzzle with one solution and so many clues; null where its grid is not wanted, or too few cells could be emptied. */
export function drawPuzzle(
  rng: Rng,
  layout: Layout,
  clues: number,
  wants: (solution: string) => boolean,
): Puzzle | null {
  const grid = filled(rng, layout)
  const solution = grid.join('')
  if (!wants(solution)) return null
  const givens = [...grid]
  let left = givens.length
  for (const cell of rng.shuffle([...givens.keys()])) {
    if (left === clues) break
    const digit = givens[cell] as number
    givens[cell] = 0
    if (hasOther(givens, cell, digit, layout)) givens[cell] = digit
    else left--
  }
  return left === clues ? { givens, solution } : null
}

function filled(rng: Rng, layout: Layout): Cells {
  const { size } = layout
  const empty = new Array<number>(size * size).fill(0)
  const first = rng.shuffle(Array.from({ length: size }, (_, i) => i + 1))
  for (const [column, digit] of first.entries()) empty[column] = digit
  return solutionsOf(empty, layout, 1, rng)[0] as Cells
}

/** Whether the board can be solved with another digit in an empty cell. */
function hasOther(cells: Cells, cell: number, digit: number, layout: Layout): boolean {
  for (let other = 1; other <= layout.size; other++) {
    if (other === digit || conflict(cells, cell, other, layout)) continue
    cells[cell] = other
    const solved = solutionsOf(cells, layout, 1).length > 0
    cells[cell] = 0
    if (solved) return true
  }
  return false
}
