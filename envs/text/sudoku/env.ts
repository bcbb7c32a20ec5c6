import { z } from 'zod'
import { ConfigError, defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { drawPuzzle, type Puzzle } from './generate.ts'
import { type Cells, conflict, LAYOUTS, type Layout, type Size, shown } from './grid.ts'
import { type Entry, parseEntry } from './parse.ts'
import { bits, candidatesOf, solutionsOf } from './solve.ts'

type Knobs = { size: Size; clues: number | null; share: number }
type State = { size: Size; givens: Cells; cells: Cells }

/** Clues are a share of the cells where none are given: another size brings its own. */
const levels: Readonly<Record<'easy' | 'standard' | 'hard', Knobs>> = {
  easy: { size: 4, clues: null, share: 7 / 16 },
  standard: { size: 9, clues: null, share: 38 / 81 },
  hard: { size: 9, clues: null, share: 29 / 81 },
}
/** With fewer, most grids have no puzzle, or it takes long to find. */
const FEWEST_CLUES: Readonly<Record<Size, number>> = { 4: 4, 6: 9, 9: 24 }

const { tasks, of } = puzzles<Knobs, Puzzle>({
  id: 'text/Sudoku-v0',
  levels,
  check: (knobs) => refuseClues(knobs.size, cluesOf(knobs)),
  // Puzzles with one solution are in one split, whatever their clues and the names of their digits.
  draw: (rng, knobs, wants) =>
    drawPuzzle(rng, LAYOUTS[knobs.size], cluesOf(knobs), (solution) => wants(contentOf(solution))),
})

/** Fill the grid so that each row, column and box holds each digit once. */
export const sudoku = defineEnv({
  id: 'text/Sudoku-v0',
  state: 'data',
  description: 'Fill the grid so that each row, column and box holds each digit once.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    size: z.literal([4, 6, 9]).optional().describe('Rows, columns and digits'),
    clues: z
      .int()
      .min(4)
      .max(80)
      .optional()
      .describe('Digits given: from 4 of 16 cells, 9 of 36, 24 of 81'),
  }),
  observationSpace: text(),
  actionSpace: commands('row column digit, such as: 1 3 2; or: clear row column', (rng) => {
    const most = rng.chance(0.5) ? 4 : 9
    const cell = `${1 + rng.int(most)} ${1 + rng.int(most)}`
    return rng.chance(0.05) ? `clear ${cell}` : `${cell} ${1 + rng.int(most)}`
  }),
  rewards: textRewards,
  maxEpisodeSteps: 200,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const { givens } = puzzle
    const state: State = { size: knobs.size, givens: [...givens], cells: [...givens] }
    return { state, observation: introduced(state), signals: measured(false, 0, options) }
  },

  step(state, action, { options }) {
    const layout = LAYOUTS[state.size]
    const entry = parseEntry(action)
    const problem = entry
      ? forbidden(state, entry, layout)
      : `${quoted(action)} is no move (say row column digit, such as 1 3 2, or clear 1 3)`
    if (entry && !problem) state.cells[cellOf(entry, layout)] = entry.digit
    const { solved, filled } = filledOf(state)
    const signals = measured(solved, filled, options)
    if (problem) return refused(problem, signals)
    const board = shown(state.cells, layout)
    return {
      observation: solved ? `${board}\nSolved.` : board,
      signals,
      terminated: solved,
    }
  },

  /** Takes a wrong digit away, else fills the cell that fewest digits fit in. */
  gold:
    () =>
    ({ size, givens, cells }) =>
      nextEntry(givens, cells, LAYOUTS[size]),
  cheats: {
    'the whole grid in one answer': ({ size, givens }) => [
      (solutionsOf(givens, LAYOUTS[size], 1)[0] ?? []).join(''),
    ],
    'one digit everywhere': ({ size }) =>
      Array.from(
        { length: size * size },
        (_, i) => `${1 + Math.floor(i / size)} ${1 + (i % size)} 1`,
      ),
    'cells that are not there': () => ['0 0 1', '10 1 1', '-1 1 1', '1 1 999'],
  },
})

const cellOf = ({ row, column }: Entry, { size }: Layout) => (row - 1) * size + column - 1

const cluesOf = ({ size, clues, share }: Knobs) => clues ?? Math.round(size * size * share)

/** Digits by their first appearance: grids that differ in names alone are one. Of size 4 there would be 12, too few. */
function contentOf(solution: string): string {
  if (solution.length === 16) return solution
  const names = [...new Set(solution)]
  return Array.from(solution, (digit) => names.indexOf(digit) + 1).join('')
}

function refuseClues(size: Size, clues: number): void {
  const [least, most] = [FEWEST_CLUES[size], size * size - 1]
  if (clues >= least && clues <= most) return
  throw new ConfigError(
    `Cannot make text/Sudoku-v0: ${clues} clues at size ${size} (give clues from ${least} to ${most}, or another size)`,
  )
}

/** Why an entry is not allowed, and what would be; null where it is. */
function forbidden({ givens, cells }: State, entry: Entry, layout: Layout): string | null {
  const { size } = layout
  const { row, column, digit } = entry
  if (row < 1 || row > size || column < 1 || column > size || digit > size) {
    return `rows, columns and digits go from 1 to ${size} (clear a cell by: clear row column)`
  }
  const cell = cellOf(entry, layout)
  const place = `row ${row} column ${column}`
  if (givens[cell] !== 0) return `${place} is given and stays ${givens[cell]} (choose another cell)`
  if (cells[cell] === digit) {
    return digit === 0 ? `${place} is empty already` : `${place} is ${digit} already`
  }
  if (digit === 0) return null
  const found = conflict(cells, cell, digit, layout)
  if (!found) return null
  const where = `row ${1 + Math.floor(found.other / size)} column ${1 + (found.other % size)}`
  return `${digit} is in that ${found.unit} already, at ${where} (write another digit, or clear one of yours)`
}

/** Digits never contradict each other here, so a full grid is the solution; whether a digit is right is not told before. */
function filledOf({ givens, cells }: State): { solved: boolean; filled: number } {
  let [blank, empty] = [0, 0]
  for (let cell = 0; cell < cells.length; cell++) {
    if (givens[cell] === 0) blank++
    if (cells[cell] === 0) empty++
  }
  return { solved: empty === 0, filled: (blank - empty) / blank }
}

function nextEntry(givens: Cells, cells: Cells, layout: Layout): string | null {
  const solution = solutionsOf(givens, layout, 1)[0] ?? []
  let [best, fewest] = [-1, Number.POSITIVE_INFINITY]
  for (const [cell, digit] of cells.entries()) {
    if (digit === solution[cell]) continue
    if (digit !== 0) return `clear ${placed(cell, layout)}`
    const count = bits(candidatesOf(cells, cell, layout))
    if (count >= fewest) continue
    best = cell
    fewest = count
  }
  return best < 0 ? null : `${placed(best, layout)} ${solution[best]}`
}

const placed = (cell: number, { size }: Layout) =>
  `${1 + Math.floor(cell / size)} ${1 + (cell % size)}`

function introduced({ size, cells }: State): string {
  const layout = LAYOUTS[size]
  return [
    `Sudoku: fill the dots so that each row, each column and each box of ${layout.boxRows} rows and ${layout.boxColumns} columns holds each digit from 1 to ${size} once. There is one solution.`,
    'Say row column digit, counted from the top left: 1 3 2 writes 2 into row 1 column 3; clear 1 3 empties it again. A digit that is already in its row, column or box is refused.',
    shown(cells, layout),
  ].join('\n')
}
