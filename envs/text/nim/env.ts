import { z } from 'zod'
import { defineEnv, type Json, text } from '../../../core/index.ts'
import { commands } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { puzzles } from '../puzzles.ts'
import { type AgainstOpponent, againstOpponent } from '../two-player/against-opponent.ts'
import type { Seat } from '../two-player/game.ts'
import { type Match, type MatchOptions, playMatch } from '../two-player/play-match.ts'
import { twoPlayerRewards } from '../two-player/signals.ts'
import { type Nim, nim, nimSum, opponents, winningMove } from './rules.ts'

type Knobs = { piles: number; most: number; opponent: keyof typeof opponents }
type State = AgainstOpponent<Nim>

const id = 'text/Nim-v0'
const levels: Record<'easy' | 'standard' | 'hard', Knobs> = {
  easy: { piles: 3, most: 4, opponent: 'random' },
  standard: { piles: 3, most: 7, opponent: 'perfect' },
  hard: { piles: 5, most: 15, opponent: 'perfect' },
}

/** Stones at the start, in falling order: the order of piles makes no other game. */
const { tasks, of } = puzzles<Knobs, number[]>({
  id,
  levels,
  draw(rng, { piles, most }, wants) {
    const drawn = Array.from({ length: piles }, () => 1 + rng.int(most)).sort((a, b) => b - a)
    return wants(drawn) ? drawn : null
  },
  content: (piles) => piles,
})

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
    piles: z.int().min(1).max(10).optional().describe('How many piles there are'),
    most: z.int().min(1).max(1000).optional().describe('Most stones of a pile at the start'),
    opponent: z.enum(['random', 'perfect']).optional().describe('Who plays against the agent'),
  }),
  observationSpace: text(),
  actionSpace,
  rewards: twoPlayerRewards,
  maxEpisodeSteps: 100,
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

/** One game of Nim between two agents (or one with itself), as a trajectory for each. */
export function playNim(
  options: Omit<MatchOptions<Nim & Json>, 'id' | 'start' | 'actionSpace'> & {
    readonly piles: readonly number[]
  },
): Promise<Match> {
  const { piles, ...rest } = options
  return playMatch<Nim & Json>(nim, {
    ...rest,
    id,
    actionSpace,
    start: { piles: [...piles], toMove: 0 },
  })
}
