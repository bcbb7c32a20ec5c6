import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { briefOption, commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import {
  actionsLeft,
  COLOURS,
  type Corridor,
  type CorridorKnobs,
  type CorridorState,
  drawCorridor,
  everyCorridor,
  NONE,
} from './corridor.ts'
import { explorer } from './explore.ts'
import { type Command, commandOf } from './parse.ts'
import { opening, placeOf, situation } from './show.ts'

const MOST_ROOMS = 30
/** So near to the key that the player starts anywhere. */
const ANYWHERE = MOST_ROOMS - 1
/** Longer corridors are drawn, not listed. */
const MOST_LISTED = 12

const levels = {
  easy: { rooms: 3, decoys: 0, start: ANYWHERE },
  standard: { rooms: 5, decoys: 0, start: ANYWHERE },
  hard: { rooms: 12, decoys: 4, start: ANYWHERE },
}

const { tasks, of } = puzzles<CorridorKnobs, Corridor>({
  id: 'text/KeyDoor-v0',
  levels,
  all: (knobs) => (knobs.decoys > 0 || knobs.rooms > MOST_LISTED ? null : everyCorridor(knobs)),
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
  }),
  observationSpace: text(),
  actionSpace: commands('left, right, take or unlock', (rng) =>
    rng.pick(['left', 'right', 'take', 'unlock']),
  ),
  rewards: textRewards,
  maxEpisodeSteps: 100,
  tasks,

  reset({ task, options }) {
    const { puzzle } = of(task, options)
    const state: CorridorState = { ...puzzle, carried: NONE, open: false, far: 0 }
    state.far = actionsLeft(state)
    return {
      state,
      observation: opening(state, options.brief),
      signals: measured(false, 0, options),
    }
  },

  step(state, action, { options }) {
    const command = commandOf(action)
    const problem = command
      ? problemOf(command, state)
      : `${quoted(action)} is no single command (say left, right, take or unlock)`
    if (problem) return refused(problem, measured(false, progressOf(state), options))
    const done = command ? carryOut(command, state) : ''
    return {
      observation: options.brief
        ? placeOf(state)
        : `${done}${state.open ? '' : ` ${situation(state)}`}`,
      signals: measured(state.open, progressOf(state), options),
      terminated: state.open,
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

/** Share of the fewest actions that are done; nothing where more are left than at the start. */
function progressOf(state: CorridorState): number {
  return Math.max(0, 1 - actionsLeft(state) / state.far)
}
