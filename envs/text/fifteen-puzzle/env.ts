import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { commands, refused } from '../commands.ts'
import { DIRECTIONS, type Direction } from '../directions.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { allScrambled, drawTiles } from './generate.ts'
import { parseMove } from './parse.ts'
import { manhattan, shown, slide, type Tiles } from './rules.ts'
import { solutionOf } from './solve.ts'

type Knobs = { size: number; shuffles: number }
type State = { tiles: Tiles; size: number; initial: number }

const levels = {
  easy: { size: 3, shuffles: 6 },
  standard: { size: 4, shuffles: 40 },
  hard: { size: 4, shuffles: 0 },
}
/** Scrambles of more moves are drawn from, not listed. */
const MOST_LISTED = 10

const { tasks, of } = puzzles<Knobs, Tiles>({
  id: 'text/FifteenPuzzle-v0',
  levels,
  all: ({ size, shuffles }) =>
    shuffles > 0 && shuffles <= MOST_LISTED ? allScrambled(size, shuffles) : null,
  draw(rng, { size, shuffles }, wants) {
    const tiles = drawTiles(rng, size, shuffles)
    return wants(tiles) && manhattan(tiles, size) > 0 ? tiles : null
  },
})

/** Slide tiles into the blank until they are in order. */
export const fifteenPuzzle = defineEnv({
  id: 'text/FifteenPuzzle-v0',
  state: 'data',
  description: 'Slide numbered tiles into the blank until they are in order.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    size: z.int().min(3).max(4).optional().describe('Rows and columns: 3 is the eight puzzle'),
    shuffles: z
      .int()
      .min(0)
      .max(1000)
      .optional()
      .describe('Random moves away from the solution; 0: any position that can be solved'),
  }),
  observationSpace: text(),
  actionSpace: commands(
    'Where the blank goes (up, down, left, right), or a tile beside it',
    (rng) => rng.pick(DIRECTIONS),
  ),
  rewards: textRewards,
  maxEpisodeSteps: 300,
  tasks,

  reset({ task, options }) {
    const { puzzle, knobs } = of(task, options)
    const { size } = knobs
    const state: State = { tiles: [...puzzle], size, initial: manhattan(puzzle, size) }
    return { state, observation: introduced(state), signals: measured(false, 0, options) }
  },

  step(state, action, { options }) {
    const { tiles, size, initial } = state
    const move = parseMove(action, tiles, size)
    if ('direction' in move) slide(tiles, move.direction, size)
    const left = manhattan(tiles, size)
    const signals = measured(left === 0, Math.max(0, 1 - left / initial), options)
    if ('problem' in move) return refused(move.problem, signals)
    const board = shown(tiles, size)
    return {
      observation: signals.solved ? `${board}\nSolved.` : board,
      signals,
      terminated: signals.solved,
    }
  },

  /** Plans once, and again when the tiles are not where its plan has them. */
  gold() {
    let plan: readonly Direction[] = []
    let expected = ''
    return ({ tiles, size }) => {
      if (tiles.join() !== expected) plan = solutionOf(tiles, size)
      const [direction, ...rest] = plan
      if (!direction) return null
      const next = [...tiles]
      slide(next, direction, size)
      plan = rest
      expected = next.join()
      return direction
    }
  },
  cheats: {
    'the whole solution in one answer': ({ tiles, size }) => [solutionOf(tiles, size).join(' ')],
    'the solved board': ({ size }) => [
      `${Array.from({ length: size * size - 1 }, (_, i) => i + 1).join(' ')} _`,
    ],
    'a tile that is not there': () => ['0', '16', '-1', '99999999999'],
  },
})

function introduced({ tiles, size }: State): string {
  const last = size * size - 1
  return [
    `Sliding puzzle: bring the tiles 1 to ${last} into order, row by row from the top left, with the blank _ in the last corner.`,
    'A move slides a tile beside the blank into it. Say where the blank goes (up, down, left, right), or the number of the tile.',
    shown(tiles, size),
  ].join('\n')
}
