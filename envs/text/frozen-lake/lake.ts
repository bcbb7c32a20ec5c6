import { z } from 'zod'
import { defineEnv, type Expectations, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { briefOption, commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import {
  canonical,
  distancesOf,
  generatedMap,
  isPublished,
  neighbour,
  publishedMap,
  SIDES,
  startsOf,
} from './map.ts'
import { opening, outcome, placeOf } from './show.ts'
import { sideOf } from './sides.ts'

type Knobs = {
  size: number
  map: 'published' | 'generated'
  frozen: number
  randomStart: boolean
}
type Puzzle = { map: string; start: number }
/** `far` is the distance from the start to the goal: what progress is measured by. */
export type LakeState = { map: string; size: number; at: number; far: number }

export interface LakeVariant {
  readonly id: string
  readonly description: string
  readonly slippery: boolean
  readonly maxEpisodeSteps: number
  /** The side to go to from where the player stands. */
  readonly best: (state: LakeState) => number
  readonly expect?: Expectations
}

const levels: Record<'easy' | 'standard' | 'hard', Knobs> = {
  easy: { size: 4, map: 'published', frozen: 0.8, randomStart: true },
  standard: { size: 4, map: 'generated', frozen: 0.8, randomStart: true },
  hard: { size: 8, map: 'generated', frozen: 0.8, randomStart: true },
}

/** Gymnasium's frozen lake, with ice that is slippery or not. */
export function defineLake({ id, description, slippery, maxEpisodeSteps, ...rest }: LakeVariant) {
  const { tasks, of } = lakes(id)
  return defineEnv({
    id,
    state: 'data',
    description,
    options: z.strictObject({ ...commonOptions(levels, 'standard'), ...briefOption, ...knobs }),
    observationSpace: text(),
    actionSpace: commands('left, down, right or up', (rng) => rng.pick(SIDES)),
    rewards: textRewards,
    maxEpisodeSteps,
    tasks,

    reset({ task, options }) {
      const { knobs, puzzle } = of(task, options)
      const { map, start } = puzzle
      const { size } = knobs
      const state: LakeState = { map, size, at: start, far: distancesOf(map, size)[start] ?? 0 }
      return {
        state,
        observation: opening(state, slippery, options.brief, publishedOf(knobs) !== null),
        signals: measured(false, 0, options),
      }
    },

    step(state, action, { options, rng }) {
      const wanted = sideOf(action)
      if (wanted === undefined) {
        return refused(
          `${quoted(action)} is no side (say left, down, right or up)`,
          measured(false, progressOf(state), options),
        )
      }
      // Sides stand in a circle: the neighbours of one are at a right angle to it.
      const went = slippery ? (wanted + 3 + rng.int(3)) % 4 : wanted
      const from = state.at
      state.at = neighbour(state.size, from, went)
      const cell = state.map[state.at]
      return {
        observation: options.brief ? placeOf(state) : outcome(state, from, wanted, went),
        signals: measured(cell === 'G', progressOf(state), options),
        terminated: cell !== 'F',
      }
    },

    gold: () => (state) => SIDES[rest.best(state)] ?? null,
    cheats: {
      'the whole way in one answer'({ map, size, at }) {
        // Twice, as one step alone is a fair answer.
        const way = wayFrom(map, size, at)
        return [[...way, ...way].join(' '), [...way, ...way].map((side) => side.charAt(0)).join('')]
      },
      'straight to the goal': ({ size }) => [`go to (${size}, ${size})`, 'G', `${size * size - 1}`],
    },
    ...(rest.expect ? { expect: rest.expect } : {}),
  })
}

const knobs = {
  size: z.int().min(3).max(12).optional().describe('Rows, and columns, of the lake'),
  map: z
    .enum(['published', 'generated'])
    .optional()
    .describe('One of the two maps of Gymnasium, by its size, or a new one a task'),
  frozen: z.number().min(0.5).max(0.95).optional().describe('Share of ice in generated maps'),
  randomStart: z
    .boolean()
    .optional()
    .describe('Starts anywhere the goal can be reached from, not at the top left'),
}

/** Null where maps are generated: also where a level has a published one, but none of the size that was asked for. */
const publishedOf = ({ size, map }: Knobs) =>
  map === 'published' && isPublished(size) ? publishedMap(size) : null

function lakes(id: string) {
  return puzzles<Knobs, Puzzle>({
    id,
    levels,
    check({ size }, { map }) {
      if (map === 'published') publishedMap(size)
    },
    all(knobs) {
      const map = publishedOf(knobs)
      if (!map) return null
      return (knobs.randomStart ? startsOf(map, knobs.size) : [0]).map((start) => ({ map, start }))
    },
    draw(rng, { size, frozen, randomStart }, wants) {
      const map = generatedMap(rng, size, frozen)
      if (!map || !wants(canonical(map, size))) return null
      return { map, start: randomStart ? rng.pick(startsOf(map, size)) : 0 }
    },
  })
}

/** Share of the way that lies behind the player; nothing where it is farther away than it began. */
function progressOf({ map, size, at, far }: LakeState): number {
  const distance = map[at] === 'H' ? aroundHole(map, size, at) : (distancesOf(map, size)[at] ?? far)
  return Math.max(0, 1 - distance / far)
}

/** A step beyond the farthest cell beside the hole: falling keeps what was walked, and never gains. */
function aroundHole(map: string, size: number, hole: number): number {
  const distances = distancesOf(map, size)
  return 1 + Math.max(...SIDES.map((_, side) => distances[neighbour(size, hole, side)] ?? 0))
}

/** The side of a shortest way. */
export function sideToGoal({ map, size, at }: Omit<LakeState, 'far'>): number {
  const distances = distancesOf(map, size)
  const closer = (distances[at] ?? 0) - 1
  return SIDES.findIndex((_, side) => distances[neighbour(size, at, side)] === closer)
}

function wayFrom(map: string, size: number, start: number): readonly string[] {
  const way: string[] = []
  for (let at = start; map[at] !== 'G'; ) {
    const side = sideToGoal({ map, size, at })
    way.push(SIDES[side] ?? '')
    at = neighbour(size, at, side)
  }
  return way
}
