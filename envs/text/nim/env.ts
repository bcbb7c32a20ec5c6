import { z } from 'zod'
import { ConfigError, defineEnv, type Json, text } from '../../../core/index.ts'
import { commands } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { puzzles } from '../puzzles.ts'
import { type AgainstOpponent, againstOpponent } from '../two-player/against-opponent.ts'
import { otherSeat, type Seat } from '../two-player/game.ts'
import { type Match, type MatchOptions, playMatch } from '../two-player/play-match.ts'
import { seatSignals, twoPlayerRewards } from '../two-player/signals.ts'
import {
  MOST_PILES,
  MOST_STONES,
  type Nim,
  nim,
  nimSum,
  opponents,
  problemOf,
  winningMove,
} from './rules.ts'

type Knobs = { piles: number; most: number; opponent: keyof typeof opponents }
type State = AgainstOpponent<Nim>

const id = 'text/Nim-v0'
const levels: Record<'easy' | 'standard' | 'hard', Knobs> = {
  easy: { piles: 3, most: 4, opponent: 'random' },
  standard: { piles: 3, most: 7, opponent: 'perfect' },
  hard: { piles: 5, most: 15, opponent: 'perfect' },
}

/** Fewer starts than these are listed, and so none comes twice. */
const MOST_LISTED = 20_000

/** Stones at the start, in falling order: the order of piles makes no other game. */
const { tasks, of } = puzzles<Knobs, number[]>({
  id,
  levels,
  all: ({ piles, most }) => (starts(piles, most) > MOST_LISTED ? null : listed(piles, most)),
  draw(rng, { piles, most }, wants) {
    const drawn = Array.from({ length: piles }, () => 1 + rng.int(most)).sort((a, b) => b - a)
    return wants(drawn) ? drawn : null
  },
})

/** Multisets of `piles` numbers from 1 to `most`: C(most + piles - 1, piles). */
function starts(piles: number, most: number): number {
  let count = 1
  for (let i = 1; i <= piles; i++) count = (count * (most - 1 + i)) / i
  return count
}

function listed(piles: number, most: number): number[][] {
  if (piles === 0) return [[]]
  return Array.from({ length: most }, (_, i) => i + 1).flatMap((first) =>
    listed(piles - 1, first).map((rest) => [first, ...rest]),
  )
}

const actionSpace = commands(
  'A pile and how many stones to take from it, such as A 2',
  (rng) => `${'ABCDE'[rng.int(5)]} ${1 + rng.int(4)}`,
)
const play = againstOpponent(nim, opponents)

/** Nim against an opponent by rule. Whoever wins by right play is the agent: it moves first or second accordingly. */
export const nimEnv = defineEnv({
  id,
  state: 'data',
  description: 'Nim against an opponent: take stones from piles, who takes the last one wins.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    piles: z.int().min(1).max(MOST_PILES).optional().describe('How many piles there are'),
    most: z.int().min(1).max(MOST_STONES).optional().describe('Most stones of a pile at the start'),
    opponent: z.enum(['random', 'perfect']).optional().describe('Who plays against the agent'),
  }),
  observationSpace: text(),
  actionSpace,
  rewards: twoPlayerRewards,
  // Each player takes a stone a turn at least: a game of the largest knobs ends in half of this.
  maxEpisodeSteps: MOST_PILES * MOST_STONES,
  tasks,

  reset({ task, options, rng }) {
    const { knobs, puzzle } = of(task, options)
    const seat: Seat = nimSum(puzzle) === 0 ? 1 : 0
    const state: State = {
      position: { piles: puzzle, toMove: 0 },
      seat,
      opponent: knobs.opponent,
    }
    return play.reset(state, rng, options)
  },
  step: (state, action, { rng, options }) => play.step(state, action, rng, options),

  /** Who does not play on has lost, as in a match. */
  finish: ({ position, seat }, { options }) =>
    seatSignals(nim, position, seat, {
      density: options.density,
      result: nim.result(position) ?? { winner: otherSeat(seat) },
    }),

  gold:
    () =>
    ({ position }) =>
      winningMove(position),
  cheats: {
    'takes more than there is': ({ position }) => [`A ${(position.piles[0] ?? 0) + 1}`],
    'takes less than nothing': () => ['A -1', 'A 0'],
    'two moves in one': () => ['A 1 B 1', 'A 1\nB 1'],
  },
})

/**
 * One game of Nim between two agents (or one with itself), as a trajectory for each.
 * @throws ConfigError for piles that nobody can play with.
 */
export async function playNim(
  options: Omit<MatchOptions<Nim & Json>, 'id' | 'options' | 'start' | 'actionSpace'> & {
    /** Stones of each pile; some may be empty. */
    readonly piles: readonly number[]
  },
): Promise<Match> {
  const { piles, ...rest } = options
  const problem = problemOf(piles)
  if (problem !== null) throw new ConfigError(`Cannot play a match of ${id}: ${problem}`)
  return playMatch<Nim & Json>(nim, {
    ...rest,
    id,
    actionSpace,
    start: { piles: [...piles], toMove: 0 },
    options: { piles: piles.length, most: Math.max(...piles) },
  })
}
