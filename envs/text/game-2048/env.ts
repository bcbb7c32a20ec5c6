import { z } from 'zod'
import { ConfigError, defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { DIRECTIONS, directionOf } from '../directions.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { type Board, canMove, drawn, largest, slide, spawn } from './board.ts'
import { bestMove } from './player.ts'

type Knobs = { size: number; target: number }
/** `target` is an exponent, as the board's cells are. */
type State = { board: Board; size: number; target: number; score: number }

const levels = {
  easy: { size: 4, target: 128 },
  standard: { size: 4, target: 2048 },
  hard: { size: 4, target: 4096 },
}

const MOST_STEPS = 4000
/** On 9 cells even the best player seldom sees a 1024; elsewhere a move adds 2.2 on average, and the steps end. */
const mostFor = (size: number) => (size === 3 ? 512 : 8192)

/** A level's own target is meant for 16 cells and more. */
const targetOf = ({ size, target }: Knobs, asked: number | undefined) =>
  asked ?? (size === 3 ? target / 8 : target)

function refuseFar({ size }: Knobs, target: number): void {
  const most = mostFor(size)
  if (target <= most) return
  throw new ConfigError(
    `Cannot make text/Game2048-v0: target ${target} is out of reach at size ${size} in ${MOST_STEPS} steps (give a target of at most ${most}${size === 3 ? ', or a larger size' : ''})`,
  )
}

const { tasks, of } = puzzles<Knobs, Board>({
  id: 'text/Game2048-v0',
  levels,
  check: (knobs, { target }) => refuseFar(knobs, targetOf(knobs, target)),
  draw(rng, { size }, wants) {
    const board: Board = new Array(size * size).fill(0)
    spawn(board, rng)
    spawn(board, rng)
    return wants(board) ? board : null
  },
})

/** Slide numbered tiles; equal ones merge, until one has reached the target. */
export const game2048 = defineEnv({
  id: 'text/Game2048-v0',
  state: 'data',
  description: 'Slide tiles and merge equal ones until one of them reaches the target.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    size: z.int().min(3).max(6).optional().describe('Rows, and columns'),
    target: z
      .int()
      .min(8)
      .max(65_536)
      .refine((target) => Number.isInteger(Math.log2(target)), 'give a power of two')
      .optional()
      .describe('The tile to reach, a power of two: at most 8,192, at size 3 at most 512'),
  }),
  observationSpace: text(),
  actionSpace: commands('One move: up, down, left or right', (rng) => rng.pick(DIRECTIONS)),
  rewards: textRewards,
  maxEpisodeSteps: MOST_STEPS,
  tasks,

  reset({ task, options }) {
    const { puzzle, knobs } = of(task, options)
    const { size } = knobs
    const target = targetOf(knobs, options.target)
    const state: State = { board: [...puzzle], size, target: Math.log2(target), score: 0 }
    return {
      state,
      observation: `2048 on a ${size} x ${size} board: every move slides all tiles up, down, left or right as far as they go. Two equal tiles that meet merge into their sum, each tile once a move; then a new 2 or 4 appears on an empty cell (.). Reach a ${target}; with no move left you lose.
Answer with one move: up, down, left or right.

${drawn(state.board, size)}`,
      signals: signalsOf(state, options),
    }
  },

  step(state, action, { rng, options }) {
    const direction = directionOf(action)
    if (!direction) {
      const reason = `${quoted(action)} is not one direction (say up, down, left or right: one move at a time)`
      return refused(reason, signalsOf(state, options))
    }
    const { board, size } = state
    const gained = slide(board, size, direction)
    if (gained < 0) {
      return refused(
        `nothing moves ${direction} (you can go ${waysOf(state)})`,
        signalsOf(state, options),
      )
    }
    state.score += gained
    spawn(board, rng)
    const solved = largest(board) >= state.target
    const lost = !solved && !canMove(board, size)
    return {
      observation: `Score: ${state.score}${told(state, solved, lost)}\n${drawn(board, size)}`,
      signals: signalsOf(state, options),
      terminated: solved || lost,
    }
  },

  gold:
    () =>
    ({ board, size }) =>
      bestMove(board, size),
  cheats: {
    'every move at once': () => ['up down left right '.repeat(40).trim()],
    'the target, claimed': ({ target }) => [String(2 ** target), `left ${2 ** target}`],
  },
  expect: {
    gold: { none: 'new tiles fall by chance: the declared player wins often, not always' },
  },
})

function told({ target }: State, solved: boolean, lost: boolean): string {
  if (solved) return `. You have reached ${2 ** target}: solved.`
  return lost ? '. No move is left: you have lost.' : ''
}

function waysOf({ board, size }: State): string {
  return DIRECTIONS.filter((direction) => slide([...board], size, direction) >= 0).join(', ')
}

/** Doublings from 4, the largest tile there may be at first, to the target. */
function signalsOf({ board, target, score }: State, options: { density: number }) {
  const tile = largest(board)
  const doubled = Math.min(1, Math.max(0, tile - 2) / (target - 2))
  const { solved, progress, milestone } = measured(tile >= target, doubled, options)
  return { solved, progress, milestone, score, largestTile: 2 ** tile }
}
