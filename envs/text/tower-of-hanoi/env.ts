import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { parseMove } from './parse.ts'
import {
  bestMove,
  distanceTo,
  forbidden,
  type Move,
  PEGS,
  type Position,
  shown,
  topOf,
} from './rules.ts'

type Knobs = { disks: number; scattered: boolean }
type Puzzle = { at: Position; target: number }
type State = { at: Position; target: number; initial: number }

const levels = {
  easy: { disks: 3, scattered: false },
  standard: { disks: 4, scattered: true },
  hard: { disks: 6, scattered: true },
}

const { tasks, of } = puzzles<Knobs, Puzzle>({
  id: 'text/TowerOfHanoi-v0',
  levels,
  all: (knobs) => [0, 1, 2].flatMap((target) => startsFor(target, knobs)),
})

/** Move a tower to another peg, one disk at a time, never a larger one onto a smaller one. */
export const towerOfHanoi = defineEnv({
  id: 'text/TowerOfHanoi-v0',
  state: 'data',
  description: 'Bring all disks to one peg, never a larger one onto a smaller one.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    disks: z.int().min(2).max(7).optional().describe('Disks, the largest on another peg at first'),
    scattered: z.boolean().optional().describe('Begin with disks on any pegs, not in one tower'),
  }),
  observationSpace: text(),
  actionSpace: commands('Two pegs, from and to, such as: A C', (rng) => {
    const from = rng.int(3)
    return spoken({ from, to: (from + 1 + rng.int(2)) % 3 })
  }),
  rewards: textRewards,
  maxEpisodeSteps: 200,
  tasks,

  reset({ task, options }) {
    const { at, target } = of(task, options).puzzle
    const state: State = { at: [...at], target, initial: distanceTo(at, target) }
    return { state, observation: introduced(state), signals: measured(false, 0, options) }
  },

  step(state, action, { options }) {
    const { at, target, initial } = state
    const move = parseMove(action, at)
    const signals = () => {
      const left = distanceTo(at, target)
      return measured(left === 0, Math.max(0, 1 - left / initial), options)
    }
    if (move === null) {
      return refused(
        `${quoted(action)} is no move (give two pegs, from and to, such as A C)`,
        signals(),
      )
    }
    const reason = typeof move === 'string' ? move : forbidden(at, move)
    if (typeof move === 'string' || reason !== null) return refused(reason as string, signals())
    at[topOf(at, move.from)] = move.to
    const measures = signals()
    return {
      observation: measures.solved ? `${shown(at)}\nSolved.` : shown(at),
      signals: measures,
      terminated: measures.solved,
    }
  },

  /** The shortest way, from wherever the disks are. */
  gold:
    () =>
    ({ at, target }) => {
      const move = bestMove(at, target)
      return move && spoken(move)
    },
  cheats: {
    'the whole solution in one answer': ({ at, target }) => [solutionOf(at, target).join(', ')],
    'the tower at once': ({ target }) => [`all disks to ${PEGS[target]}`],
    'a peg that is not there': () => ['A D', 'A -1', 'A 99999999999'],
  },
})

const spoken = ({ from, to }: Move) => `${PEGS[from]} ${PEGS[to]}`

/** Every start whose largest disk has to move. */
function startsFor(target: number, { disks, scattered }: Knobs): Puzzle[] {
  const pegs = [0, 1, 2].filter((peg) => peg !== target)
  if (!scattered) return pegs.map((peg) => ({ at: new Array<number>(disks).fill(peg), target }))
  return pegs.flatMap((peg) =>
    Array.from({ length: 3 ** (disks - 1) }, (_, index) => ({
      at: [...smallerDisks(index, disks - 1), peg],
      target,
    })),
  )
}

const smallerDisks = (index: number, disks: number) =>
  Array.from({ length: disks }, (_, disk) => Math.floor(index / 3 ** disk) % 3)

function introduced({ at, target }: State): string {
  return [
    `Tower of Hanoi: bring all ${at.length} disks to peg ${PEGS[target]}. Disk 1 is the smallest, disk ${at.length} the largest.`,
    'A move takes the top disk of one peg to another peg, never onto a smaller disk.',
    'Answer with two pegs, from and to, such as: A C',
    'Disks of each peg from the bottom to the top:',
    shown(at),
  ].join('\n')
}

function solutionOf(at: Position, target: number): string[] {
  const disks = [...at]
  const said: string[] = []
  for (let move = bestMove(disks, target); move; move = bestMove(disks, target)) {
    said.push(spoken(move))
    disks[topOf(disks, move.from)] = move.to
  }
  return said
}
