import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { briefOption, commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { numberIn } from './parse.ts'

type Knobs = { range: number; tries: number }
type State = { secret: number; low: number; high: number; range: number; tries: number }

const levels = {
  easy: { range: 15, tries: 4 },
  standard: { range: 20, tries: 20 },
  hard: { range: 1000, tries: 10 },
}
/** Larger ranges are drawn from, not listed. */
const MOST_LISTED = 10_000

const { tasks, of } = puzzles<Knobs, number>({
  id: 'text/GuessNumber-v0',
  levels,
  all: ({ range }) => (range > MOST_LISTED ? null : Array.from({ length: range }, (_, i) => i + 1)),
  draw(rng, { range }, wants) {
    const secret = 1 + rng.int(range)
    return wants(secret) ? secret : null
  },
})

/** Guess a whole number; each wrong guess is answered with "higher" or "lower". */
export const guessNumber = defineEnv({
  id: 'text/GuessNumber-v0',
  state: 'data',
  description: 'Guess the secret number; wrong guesses are answered with "higher" or "lower".',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    ...briefOption,
    range: z.int().min(2).max(1_000_000).optional().describe('The secret lies in 1 .. range'),
    tries: z.int().min(1).max(100).optional().describe('Guesses there are, wrong numbers included'),
  }),
  observationSpace: text(),
  actionSpace: commands('The digits of the guess', (rng) => String(1 + rng.int(20))),
  rewards: textRewards,
  maxEpisodeSteps: 100,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const { range, tries } = knobs
    const state: State = { secret: puzzle, low: 1, high: range, range, tries }
    return {
      state,
      observation: options.brief
        ? `1-${range}`
        : `I think of a whole number from 1 to ${range}. Guess it: you have ${counted(tries)}. Answer with the digits alone.`,
      signals: signalsOf(state, false, options),
    }
  },

  step(state, action, { options }) {
    const guess = numberIn(action)
    if (guess === null) {
      return refused(
        `${quoted(action)} is not one whole number (give its digits, such as 7)`,
        signalsOf(state, false, options),
      )
    }
    const { secret } = state
    state.tries--
    if (guess < secret) state.low = Math.max(state.low, guess + 1)
    if (guess > secret) state.high = Math.min(state.high, guess - 1)
    const right = guess === secret
    return {
      observation: options.brief ? compared(guess, secret) : answerTo(guess, state),
      signals: signalsOf(state, right, options),
      terminated: right || state.tries === 0,
    }
  },

  /** Halves what is left, as who does not know the secret would. */
  gold:
    () =>
    ({ low, high }) =>
      String(Math.floor((low + high) / 2)),
  cheats: {
    'everything at once': ({ range }) => [
      Array.from({ length: Math.min(range, 90) }, (_, i) => i + 1).join(' '),
    ],
  },
})

function signalsOf(state: State, right: boolean, options: { readonly density: number }) {
  const { solved, progress, milestone } = measured(right, right ? 1 : narrowing(state), options)
  return { solved, progress, milestone, tries: state.tries }
}

const compared = (guess: number, secret: number) =>
  guess === secret ? '=' : guess < secret ? '>' : '<'

function answerTo(guess: number, { secret, tries }: State): string {
  if (guess === secret) return `Yes, it is ${secret}.`
  const answer = guess < secret ? 'Higher.' : 'Lower.'
  return tries > 0 ? answer : `${answer} That was your last guess: it is ${secret}.`
}

const counted = (tries: number) => (tries === 1 ? 'one guess' : `${tries} guesses`)

/** Share of the initial uncertainty (in bits) that the answers have removed; all of it once the number was said. */
function narrowing({ low, high, range }: State): number {
  return 1 - Math.log2(high - low + 2) / Math.log2(range + 1)
}
