import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { briefOption, commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import {
  actionsLeft,
  actionsToExplore,
  COLOURS,
  type Corridor,
  type CorridorState,
  NONE,
} from './corridor.ts'
import { explorer } from './explore.ts'
import { drawCorridor, fewCorridors, type Knobs, refuseCrowded } from './layouts.ts'
import { type Command, commandOf } from './parse.ts'
import { commandsLeft, opening, placeOf, shut, situation } from './show.ts'

const MOST_ROOMS = 30
/** So near to the key that the player starts anywhere. */
const ANYWHERE = MOST_ROOMS - 1
const MOST_SPARE = 100

const levels = {
  easy: { rooms: 3, decoys: 0, start: ANYWHERE, apart: 1, spare: 92 },
  standard: { rooms: 5, decoys: 0, start: ANYWHERE, apart: 2, spare: 6 },
  hard: { rooms: 12, decoys: 4, start: ANYWHERE, apart: 6, spare: 10 },
}

const { tasks, of } = puzzles<Knobs, Corridor>({
  id: 'text/KeyDoor-v0',
  levels,
  check: refuseCrowded,
  all: fewCorridors,
  draw: drawCorridor,
})

/** Find the key in a corridor of rooms, carry it to the door, and open it: credit comes late. */
export const keyDoor = defineEnv({
  id: 'text/KeyDoor-v0',
  state: 'data',
  description: 'Find the key in a corridor of rooms, and open the locked door with it.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    ...briefOption,
    rooms: z.int().min(2).max(MOST_ROOMS).optional().describe('Rooms of the corridor'),
    decoys: z
      .int()
      .min(0)
      .max(Object.keys(COLOURS).length - 1)
      .optional()
      .describe('Keys of other colours, fewer than rooms; none fits the door'),
    start: z
      .int()
      .min(0)
      .max(ANYWHERE)
      .optional()
      .describe('Most rooms between the key and where the player starts, for curricula'),
    apart: z
      .int()
      .min(1)
      .max(ANYWHERE)
      .optional()
      .describe('Fewest steps from the key to the door, fewer than rooms'),
    spare: z
      .int()
      .min(0)
      .max(MOST_SPARE)
      .optional()
      .describe('Commands beyond the 3 (rooms - 1) + 2 that exploring may take'),
  }),
  observationSpace: text(),
  actionSpace: commands('left, right, take or unlock', (rng) =>
    rng.pick(['left', 'right', 'take', 'unlock']),
  ),
  rewards: textRewards,
  maxEpisodeSteps: 200,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const left = actionsToExplore(knobs.rooms) + knobs.spare
    const state: CorridorState = { ...puzzle, carried: NONE, open: false, far: 0, left }
    state.far = actionsLeft(state)
    return {
      state,
      observation: opening(state, options.brief),
      signals: measured(false, 0, options),
    }
  },

  step(state, action, { options }) {
    const command = commandOf(action)
    if (!command) {
      return refused(
        `${quoted(action)} is no single command (say left, right, take or unlock)`,
        measured(false, progressOf(state), options),
      )
    }
    // What fails costs a command as well: trying everything is what the limit is against.
    const problem = problemOf(command, state)
    const done = problem ? `Nothing happens: ${problem}.` : carryOut(command, state)
    state.left--
    return {
      observation: told(state, done, problem !== null, options.brief),
      signals: measured(state.open, progressOf(state), options),
      terminated: state.open || state.left === 0,
    }
  },

  // With its parameter, so that the state's type is inferred from `reset` first.
  gold: (_) => explorer(),
  cheats: {
    'everything in one answer': () => [
      'left left take right right unlock',
      'lltrro',
      'take the key and unlock the door',
    ],
    'opening without the key': ({ colour }) => [
      'unlock',
      `unlock the door with the ${COLOURS[colour]} key`,
      'open',
    ],
    'a key from another room': ({ colour }) => [`take the ${COLOURS[colour]} key from room 1`],
  },
})

/** Why a command is against the rules; null where it is not. */
function problemOf({ verb, colour }: Command, state: CorridorState): string | null {
  const { keys, door, at, carried } = state
  switch (verb) {
    case 'left':
      return at > 0 ? null : 'the corridor ends here, you can only go right'
    case 'right':
      return at < keys.length - 1 ? null : 'the corridor ends here, you can only go left'
    case 'take': {
      const key = keys.charAt(at)
      if (key === NONE) return 'there is no key in this room'
      return colour && colour !== key ? `there is no ${COLOURS[colour]} key in this room` : null
    }
    case 'unlock':
      if (door !== at) return 'there is no door in this room'
      if (carried === NONE) return 'the door is locked, and you carry no key'
      return carried === state.colour ? null : `the ${COLOURS[carried]} key does not fit this door`
  }
}

/** Does what is allowed, and says it. */
function carryOut({ verb }: Command, state: CorridorState): string {
  const { keys, at, carried } = state
  switch (verb) {
    case 'left':
    case 'right':
      state.at += verb === 'left' ? -1 : 1
      return `You go ${verb}.`
    case 'take':
      state.carried = keys.charAt(at)
      state.keys = keys.slice(0, at) + carried + keys.slice(at + 1)
      return `You take the ${COLOURS[state.carried]} key${carried === NONE ? '' : `, and leave the ${COLOURS[carried]} one`}.`
    case 'unlock':
      state.open = true
      return 'The key fits: the door is open.'
  }
}

/** A failed command is answered by its reason alone: nothing has changed. */
function told(state: CorridorState, done: string, failed: boolean, brief: boolean): string {
  if (brief) return placeOf(state)
  if (state.open) return done
  if (state.left === 0) return `${done} ${shut(state)}`
  return `${done} ${failed ? commandsLeft(state) : situation(state)}`
}

/** Share of the fewest actions that are done; nothing where more are left than at the start. */
function progressOf(state: CorridorState): number {
  return Math.max(0, 1 - actionsLeft(state) / state.far)
}
