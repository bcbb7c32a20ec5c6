import { z } from 'zod'
import { defineEnv, type Rng, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { withoutFillers, wordsOf } from '../fillers.ts'
import { briefOption, commonOptions } from '../levels.ts'
import { milestone } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import {
  type Arm,
  type ArmKnobs,
  bestOf,
  drawArms,
  fewArms,
  hasOneBest,
  NAMES,
  worthOf,
} from './arms.ts'
import { banditRewards } from './reward.ts'
import { after, briefly, opening } from './show.ts'

type Knobs = ArmKnobs & { pulls: number; told: boolean }
/** `earned`, `banked` and `best` are sums over the pulls so far; of `earned`, `banked` has been paid out. */
export type BanditState = {
  arms: readonly Arm[]
  pulls: number
  left: number
  earned: number
  banked: number
  best: number
}

const levels: Record<'easy' | 'standard' | 'hard', Knobs> = {
  easy: { arms: 2, pulls: 10, payoffs: 'far apart', told: false, shuffled: true },
  standard: { arms: 2, pulls: 1, payoffs: 'safe and risky', told: true, shuffled: true },
  hard: { arms: 10, pulls: 30, payoffs: 'drawn', told: false, shuffled: true },
}
const FILLER = new Set(
  'i pull pulls the arm lever play choose pick take a number please'.split(' '),
)

const MINUS = /[-\u2212]\d/

const { tasks, of } = puzzles<Knobs, readonly Arm[]>({
  id: 'text/Bandit-v0',
  levels,
  all: fewArms,
  // Drawn arms may be equally good: then nothing is better than pulling anything.
  draw(rng, knobs, wants) {
    const arms = drawArms(rng, knobs)
    return hasOneBest(arms) && wants(arms) ? arms : null
  },
})

/** Arms that pay by chance: find the one that pays most on average, and pull it. */
export const bandit = defineEnv({
  id: 'text/Bandit-v0',
  state: 'data',
  description: 'Pull arms that pay by chance; what counts is the mean payoff.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    ...briefOption,
    arms: z.int().min(2).max(NAMES.length).optional().describe('Arms there are'),
    pulls: z.int().min(1).max(100).optional().describe('Pulls an episode has'),
    payoffs: z
      .enum(['safe and risky', 'far apart', 'drawn'])
      .optional()
      .describe('0.15 for sure or 1 in a quarter of cases; 1 in 90 % or 10 %; any chance of 1'),
    told: z.boolean().optional().describe('The player is told what each arm pays'),
    shuffled: z
      .boolean()
      .optional()
      .describe('Names are dealt out anew in every task, else the best arm keeps its name'),
  }),
  observationSpace: text(),
  actionSpace: commands('The name of an arm, or its number in the list', guess),
  rewards: banditRewards,
  maxEpisodeSteps: 200,
  // One lucky pull of the risky arm; where there are more pulls, most of them on an arm that pays well.
  rewardThreshold: 0.7,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const { pulls, told } = knobs
    const state: BanditState = { arms: puzzle, pulls, left: pulls, earned: 0, banked: 0, best: 0 }
    return {
      state,
      observation: options.brief ? briefly(puzzle, told) : opening(puzzle, pulls, told),
      signals: signalsOf(state),
    }
  },

  step(state, action, { options, rng }) {
    const arm = armOf(state.arms, action)
    if (!arm) {
      return refused(`${quoted(action)} is none of the arms (name one of them)`, signalsOf(state))
    }
    const payoff = rng.chance(arm.chance) ? arm.pays : 0
    state.left--
    state.earned += payoff
    if (worthOf(arm) === bestOf(state.arms)) state.best++
    if (isPayday(state, options.density)) state.banked = state.earned
    return {
      observation: options.brief ? String(payoff) : after(state, arm, payoff),
      signals: signalsOf(state),
      terminated: state.left === 0,
    }
  },

  /** Knows the arms: the upper bound, not what a player could do. */
  gold: () => (state) =>
    state.arms.find((arm) => worthOf(arm) === bestOf(state.arms))?.name ?? null,
  cheats: {
    'all arms at once': ({ arms }) => [
      arms.map(({ name }) => name).join(' '),
      arms.map(({ name }) => name.charAt(0)).join(''),
    ],
    'an arm that is not there': ({ arms }) => ['0', '-1', `${arms.length + 1}`, '1e9', 'the best'],
  },
  expect: {
    gold: {
      none: 'luck decides what a pull pays: the best arm of standard pays nothing three times in four',
    },
  },
})

/** `solved`: all is pulled, and most pulls went to a best arm, whatever luck made of it. */
function signalsOf({ pulls, left, earned, banked, best }: BanditState) {
  return {
    solved: left === 0 && best > pulls / 2,
    earned: earned / pulls,
    banked: banked / pulls,
    best: best / pulls,
  }
}

/** Whether the dial pays out now: with every pull, at marks of the pulls, or after the last alone. */
function isPayday({ pulls, left }: BanditState, density: number): boolean {
  const pulled = pulls - left
  if (left === 0) return true
  return milestone(pulled / pulls, density) > milestone((pulled - 1) / pulls, density)
}

/** The one arm that is named, by word, initial or number; undefined where there is none, or are several. */
function armOf(arms: readonly Arm[], action: string): Arm | undefined {
  if (MINUS.test(action)) return undefined
  // `a` and `i` are initials, too.
  const [word = '', ...others] = withoutFillers(wordsOf(action), FILLER)
  if (others.length > 0) return undefined
  if (/^\d{1,3}$/.test(word)) return arms[Number(word) - 1]
  return arms.find(({ name }) => name === word || (word.length === 1 && name.startsWith(word)))
}

/** Numbers are what a player knows without having looked. */
function guess(rng: Rng): string {
  return String(1 + rng.int(rng.chance(0.5) ? 2 : 10))
}
