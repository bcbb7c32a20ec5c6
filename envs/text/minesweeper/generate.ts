import type { Rng } from '../../../core/index.ts'
import { type Cells, laid, neighboursOf, open } from './board.ts'
import { COVERED, deduce, KNOWN_MINE } from './deduce.ts'

export type Board = { width: number; height: number; mines: number }
export type Layout = { mines: number[]; start: number }

/** Ways to lay mines that a board may ask a player to think through. */
const MOST_WAYS = 2_000

/** A board that can be finished without a guess from its start, which touches no mine; null where this one cannot. */
export function drawLayout(
  rng: Rng,
  board: Board,
  wants: (mines: readonly number[]) => boolean,
): Layout | null {
  const { width, height } = board
  const around = neighboursOf(width, height)
  const start = rng.int(width * height)
  const kept = new Set([start, ...(around[start] as readonly number[])])
  const places: number[] = []
  for (let cell = 0; cell < width * height; cell++) if (!kept.has(cell)) places.push(cell)
  // As many steps of a shuffle as there are mines.
  for (let i = 0; i < board.mines; i++) {
    const j = i + rng.int(places.length - i)
    const held = places[i] as number
    places[i] = places[j] as number
    places[j] = held
  }
  const mines = places.slice(0, board.mines).sort((a, b) => a - b)
  if (!wants(mines) || isFinished({ mines, start }, board)) return null
  return canBeFinished({ mines, start }, board) ? { mines, start } : null
}

/** Whether the start opens everything at once. */
function isFinished({ mines, start }: Layout, { width, height }: Board): boolean {
  const opened = open(laid(width, height, mines), start, neighboursOf(width, height))
  return opened.length === width * height - mines.length
}

/** Whether logic alone finishes a board, looking at nothing but what is open. */
export function canBeFinished({ mines, start }: Layout, { width, height }: Board): boolean {
  const around = neighboursOf(width, height)
  const cells: Cells = laid(width, height, mines)
  const view = { cells: new Array<number>(cells.length).fill(COVERED), around, mines: mines.length }
  let left = cells.length - mines.length
  const reveal = (cell: number) => {
    if (view.cells[cell] !== COVERED) return
    for (const opened of open(cells, cell, around)) {
      view.cells[opened] = (cells[opened] as number) & 15
      left--
    }
  }
  reveal(start)
  while (left > 0) {
    const found = deduce(view, MOST_WAYS)
    if (found.safe.length + found.mines.length === 0) return false
    for (const cell of found.mines) view.cells[cell] = KNOWN_MINE
    for (const cell of found.safe) reveal(cell)
  }
  return true
}
