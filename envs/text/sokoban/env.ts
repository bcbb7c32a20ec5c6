import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { DIRECTIONS, directionOf } from '../directions.ts'
import { briefOption, commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { pushesLeft } from './distances.ts'
import { generate, type Knobs, MOST_STEPS, type Puzzle } from './generate.ts'
import { solver } from './gold.ts'
import { fitted, MOST_BOXES, MOST_PUSHES, refuseUnfit } from './knobs.ts'
import { drawn, GOAL, move, offsetOf, onGoals, outlook, type Position } from './room.ts'
import { solve } from './solve.ts'

/** `left`: least pushes to come, were the boxes not in each other's way; -1: lost. `initial`: `left` at first. */
type State = Position & { left: number; initial: number }

const levels = {
  easy: { width: 6, height: 6, boxes: 1, pushes: 2 },
  standard: { width: 6, height: 6, boxes: 2, pushes: 4 },
  hard: { width: 8, height: 8, boxes: 3, pushes: 8 },
}

const { tasks, of } = puzzles<Knobs, Puzzle>({
  id: 'text/Sokoban-v0',
  levels,
  check: refuseUnfit,
  // Two splits have no walls and goals in common, wherever the boxes begin, turned or mirrored.
  draw: (rng, knobs, wants) => generate(rng, fitted(knobs), wants),
})

const size = z.int().min(5).max(10).optional()

/** Push every box onto a goal; boxes cannot be pulled. */
export const sokoban = defineEnv({
  id: 'text/Sokoban-v0',
  state: 'data',
  description: 'Push every box onto a goal, in generated rooms that can be solved.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    ...briefOption,
    width: size.describe('Columns of the room, its walls included'),
    height: size.describe('Rows of the room, its walls included'),
    boxes: z
      .int()
      .min(1)
      .max(MOST_BOXES)
      .optional()
      .describe('Boxes, and goals: at most one for four cells inside the walls'),
    pushes: z
      .int()
      .min(1)
      .max(MOST_PUSHES)
      .optional()
      .describe('Least pushes of the shortest solution; small rooms have fewer'),
  }),
  observationSpace: text(),
  actionSpace: commands('One move: up, down, left or right', (rng) => rng.pick(DIRECTIONS)),
  rewards: textRewards,
  maxEpisodeSteps: MOST_STEPS,
  tasks,

  reset({ task, options }) {
    const { layout, boxes, player, pushes } = of(task, options).puzzle
    const position = { layout, boxes: [...boxes], player }
    const left = pushesLeft(position)
    const state: State = { ...position, left, initial: left }
    return {
      state,
      observation: options.brief ? drawn(state) : `${RULES}\n${drawn(state)}`,
      signals: signalsOf(state, options),
      info: { optimalPushes: pushes },
    }
  },

  step(state, action, { options }) {
    const direction = directionOf(action)
    if (!direction) {
      const reason = `${quoted(action)} is not one direction (say up, down, left or right: one move at a time)`
      return refused(reason, signalsOf(state, options))
    }
    const moved = move(state, offsetOf(state.layout, direction))
    if (moved !== 'walked' && moved !== 'pushed') {
      return refused(
        moved === 'wall'
          ? `there is a wall ${WHERE[direction]} (you can go ${waysOf(state)})`
          : `the box ${WHERE[direction]} stands ${moved.slice(4)} (you can go ${waysOf(state)})`,
        signalsOf(state, options),
      )
    }
    if (moved === 'pushed') state.left = pushesLeft(state)
    const solved = state.left === 0
    return {
      observation: options.brief ? drawn(state) : told(state, moved, direction),
      signals: signalsOf(state, options),
      terminated: solved,
    }
  },

  /** Sees what the player sees, and solves the room with the fewest pushes. */
  gold: (_state) => solver(),
  cheats: {
    'the whole solution at once': (state) => [solve(state)?.join(' ') ?? ''],
    'the whole solution in letters': (state) => [
      solve(state)
        ?.map((name) => name[0])
        .join('') ?? '',
    ],
    'the solved room, drawn': ({ layout }) => [layout.replaceAll(GOAL, '*')],
  },
})

const RULES = `Sokoban: push every box onto a goal. You push a box by walking into it, one at a time; you cannot pull, and nothing moves through a wall or another box.
# wall, - floor, . goal, $ box, * box on a goal, @ you, + you on a goal
Answer with one move: up, down, left or right.
`
const WHERE = { up: 'above you', right: 'to your right', down: 'below you', left: 'to your left' }

function told(state: State, moved: 'walked' | 'pushed', direction: string): string {
  const did = moved === 'pushed' ? `You push a box ${direction}` : `You go ${direction}`
  if (state.left === 0) return `${did}. Every box is on a goal: solved.\n${drawn(state)}`
  return `${did}. Boxes on goals: ${onGoals(state)} of ${state.boxes.length}.\n${drawn(state)}`
}

function waysOf(state: State): string {
  const free = DIRECTIONS.filter((direction) => {
    const seen = outlook(state, offsetOf(state.layout, direction))
    return seen === 'walked' || seen === 'pushed'
  })
  return free.length > 0 ? free.join(', ') : 'nowhere'
}

function signalsOf(position: State, options: { density: number }) {
  const { left, initial } = position
  const gone = left < 0 ? 0 : Math.max(0, 1 - left / initial)
  // Not spread: that takes longer than everything else in a step.
  const { solved, progress, milestone } = measured(left === 0, gone, options)
  const boxesOnGoals = onGoals(position)
  return { solved, progress, milestone, boxesOnGoals, deadlocked: left < 0 }
}
