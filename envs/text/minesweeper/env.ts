import { z } from 'zod'
import { ConfigError, defineEnv, type TaskInfo, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { commonOptions, type KnobOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { type Posed, puzzles } from '../puzzles.ts'
import {
  type Cells,
  coveredSafe,
  FLAGGED,
  laid,
  MINE,
  neighboursOf,
  OPENED,
  open,
  shown,
  VALUE,
} from './board.ts'
import { type Board, drawLayout, type Layout } from './generate.ts'
import { type Move, parseMove } from './parse.ts'
import { byLogic } from './solve.ts'

type Knobs = { width: number; height: number; mines: number | null; share: number }
/** `covered`: safe cells to be opened at the start. */
type State = { width: number; height: number; mines: number; covered: number; cells: Cells }

/** Mines are a share of the cells where none are given: a board of another size brings its own. */
const levels: Readonly<Record<'easy' | 'standard' | 'hard', Knobs>> = {
  easy: { width: 6, height: 6, mines: null, share: 5 / 36 },
  standard: { width: 8, height: 8, mines: null, share: 10 / 64 },
  hard: { width: 16, height: 16, mines: null, share: 40 / 256 },
}
/** Denser boards can hardly ever be finished without a guess. */
const DENSEST = 0.21
const KEPT_BOARDS = 2000

const { tasks, of } = puzzles<Knobs, Layout>({
  id: 'text/Minesweeper-v0',
  levels,
  check: (knobs) => refuseCrowded(boardOf(knobs)),
  // The same mines are in one split, wherever a game begins.
  draw: (rng, knobs, wants) => drawLayout(rng, boardOf(knobs), (mines) => wants(mines.join())),
})

/** Open every cell without a mine; a number tells how many of its neighbours are mines. No board needs a guess. */
export const minesweeper = defineEnv({
  id: 'text/Minesweeper-v0',
  state: 'data',
  description: 'Open every cell without a mine; logic alone finishes each board.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    width: z.int().min(4).max(26).optional().describe('Columns'),
    height: z.int().min(4).max(26).optional().describe('Rows'),
    mines: z.int().min(1).max(141).optional().describe('Mines, at most 21 in 100 cells'),
  }),
  observationSpace: text(),
  actionSpace: commands('reveal row column, or: flag row column, unflag row column', (rng) => {
    const verb = rng.chance(0.1) ? 'flag' : 'reveal'
    return `${verb} ${1 + rng.int(8)} ${1 + rng.int(8)}`
  }),
  rewards: textRewards,
  maxEpisodeSteps: 400,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = posed(task, options)
    const { width, height, mines } = boardOf(knobs)
    const cells = laid(width, height, puzzle.mines)
    open(cells, puzzle.start, neighboursOf(width, height))
    const state: State = { width, height, mines, covered: coveredSafe(cells), cells }
    return { state, observation: introduced(state), signals: measured(false, 0, options) }
  },

  step(state, action, { options }) {
    const move = parseMove(action)
    const problem = move
      ? forbidden(state, move)
      : `${quoted(action)} is no move (say reveal row column, such as reveal 1 2, or flag row column)`
    const lost = move !== null && problem === null && play(state, move)
    const left = coveredSafe(state.cells)
    const signals = measured(!lost && left === 0, 1 - left / state.covered, options)
    if (problem !== null) return refused(problem, signals)
    const board = shown(state.cells, state.width)
    return {
      observation: lost
        ? `There is a mine at row ${move?.row} column ${move?.column}: you have lost. All mines:\n${board}`
        : signals.solved
          ? `${board}\nSolved.`
          : board,
      signals,
      terminated: lost || signals.solved,
    }
  },

  /** Opens what must be safe by what is open, as a player can tell. */
  gold() {
    const next = byLogic()
    return (state) => next(state)
  },
  cheats: {
    'all cells in one answer': ({ width, height }) => [
      `reveal ${Array.from({ length: height * width }, (_, cell) => `${1 + Math.floor(cell / width)} ${1 + (cell % width)}`).join(' ')}`,
    ],
    'a flag on every mine': ({ width, cells }) =>
      cells.flatMap((cell, index) =>
        (cell & VALUE) === MINE
          ? [`flag ${1 + Math.floor(index / width)} ${1 + (index % width)}`]
          : [],
      ),
    'cells that are not there': () => ['reveal 0 0', 'reveal -1 3', 'reveal 999 999'],
  },
})

const boards = new Map<TaskInfo, Posed<Knobs, Layout>>()

/** Most episodes are short, and to make a board takes longer: those of the last tasks are kept. */
function posed(task: TaskInfo | null, options: KnobOptions<Knobs>): Posed<Knobs, Layout> {
  const kept = task && boards.get(task)
  if (kept) return kept
  const made = of(task, options)
  if (boards.size >= KEPT_BOARDS) boards.delete(boards.keys().next().value as TaskInfo)
  if (task) boards.set(task, made)
  return made
}

function boardOf({ width, height, mines, share }: Knobs): Board {
  return { width, height, mines: mines ?? Math.round(width * height * share) }
}

function refuseCrowded({ width, height, mines }: Board): void {
  const most = Math.floor(width * height * DENSEST)
  if (mines <= most) return
  throw new ConfigError(
    `Cannot make text/Minesweeper-v0: ${mines} mines on ${width}x${height} leave no board without a guess (give mines of at most ${most}, or a larger width or height)`,
  )
}

const cellOf = (move: Move, width: number) => (move.row - 1) * width + move.column - 1

/** Why a move is not allowed, and what would be; null where it is. */
function forbidden({ cells, width, height }: State, move: Move): string | null {
  const { verb, row, column } = move
  if (row < 1 || row > height || column < 1 || column > width) {
    return `there is no row ${row} column ${column} (rows go from 1 to ${height}, columns from 1 to ${width})`
  }
  const cell = cells[cellOf(move, width)] as number
  const place = `row ${row} column ${column}`
  if (cell & OPENED) return `${place} is open already (choose a cell that shows #)`
  if (verb === 'unflag') return cell & FLAGGED ? null : `${place} has no flag`
  if (!(cell & FLAGGED)) return null
  return verb === 'flag'
    ? `${place} has a flag already (unflag ${row} ${column} takes it away)`
    : `${place} has a flag (unflag ${row} ${column} first)`
}

/** Whether it was a mine: then all of them are shown. */
function play({ cells, width, height }: State, move: Move): boolean {
  const cell = cellOf(move, width)
  const content = cells[cell] as number
  if (move.verb !== 'reveal') {
    cells[cell] = content ^ FLAGGED
    return false
  }
  if (content !== MINE) {
    open(cells, cell, neighboursOf(width, height))
    return false
  }
  for (let i = 0; i < cells.length; i++) {
    if (((cells[i] as number) & VALUE) === MINE) cells[i] = MINE | OPENED
  }
  return true
}

function introduced({ width, height, mines, cells }: State): string {
  return [
    `Minesweeper, ${height} rows and ${width} columns with ${mines} mines. Open every cell without a mine; no guess is needed.`,
    'A number tells how many of the up to eight cells around it are mines, a dot that none is. # is covered, F covered with your flag.',
    'Say: reveal row column, such as reveal 1 2; or flag row column, unflag row column (flags keep a cell from being opened).',
    shown(cells, width),
  ].join('\n')
}
