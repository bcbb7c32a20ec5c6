import { type Cells, FLAGGED, neighboursOf, OPENED, VALUE } from './board.ts'
import { COVERED, deduce, KNOWN_MINE } from './deduce.ts'

/** More than boards are made with: after lucky guesses a frontier can be longer than it need be. */
const MOST_WAYS = 200_000

export interface Board {
  readonly cells: Cells
  readonly width: number
  readonly height: number
  readonly mines: number
}

/** Covered cells that cannot be mines, from what is open alone; flags are opinions, and not looked at. */
export function safeCells({ cells, width, height, mines }: Board): readonly number[] {
  const view = {
    cells: cells.map((cell) => (cell & OPENED ? cell & VALUE : COVERED)),
    around: neighboursOf(width, height),
    mines,
  }
  for (;;) {
    const found = deduce(view, MOST_WAYS)
    if (found.safe.length > 0 || found.mines.length === 0) return found.safe
    for (const cell of found.mines) view.cells[cell] = KNOWN_MINE
  }
}

/** Plays by logic; null where none helps, which no board comes to from its start. */
export function byLogic(): (board: Board) => string | null {
  let known: readonly number[] = []
  let playing: Board | null = null
  return (board) => {
    const { cells, width } = board
    const isCovered = (cell: number) => !((cells[cell] as number) & OPENED)
    let next = playing === board ? known.find(isCovered) : undefined
    if (next === undefined) {
      known = safeCells(board)
      playing = board
      next = known[0]
    }
    if (next === undefined) return null
    const verb = (cells[next] as number) & FLAGGED ? 'unflag' : 'reveal'
    return `${verb} ${Math.floor(next / width) + 1} ${(next % width) + 1}`
  }
}
