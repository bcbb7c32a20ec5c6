import { z } from 'zod'
import { ConfigError, defineEnv, type Rng, text } from '../../../core/index.ts'
import { commands, refused } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { blackOf, feedback, whiteOf } from './feedback.ts'
import { codeOf } from './parse.ts'
import { bestGuess, codes, consistent, countCodes } from './solve.ts'

type Knobs = { pegs: number; colours: number; tries: number; duplicates: boolean }
type State = {
  code: string
  colours: number
  duplicates: boolean
  guesses: string[]
  /** To each guess, as `feedback` gives it. */
  answers: number[]
  tries: number
}

const levels = {
  easy: { pegs: 3, colours: 4, tries: 10, duplicates: true },
  standard: { pegs: 4, colours: 6, tries: 10, duplicates: true },
  hard: { pegs: 5, colours: 8, tries: 12, duplicates: true },
}
/** More codes are drawn from, not listed. */
const MOST_LISTED = 10_000

const { tasks, of } = puzzles<Knobs, string>({
  id: 'text/Mastermind-v0',
  levels,
  check: refuseTooFew,
  all: (knobs) => (countCodes(knobs) > MOST_LISTED ? null : codes(knobs)),
  draw(rng, knobs, wants) {
    const code = drawn(rng, knobs)
    return wants(code) ? code : null
  },
})

function drawn(rng: Rng, { pegs, colours, duplicates }: Omit<Knobs, 'tries'>): string {
  const digits = Array.from({ length: colours }, (_, index) => index + 1)
  const chosen = duplicates
    ? Array.from({ length: pegs }, () => rng.pick(digits))
    : rng.shuffle(digits).slice(0, pegs)
  return chosen.join('')
}

/** Guess a code; each guess is answered with the number of right places and of right colours elsewhere. */
export const mastermind = defineEnv({
  id: 'text/Mastermind-v0',
  state: 'data',
  description:
    'Guess the secret code of digits; every guess is answered with black and white pegs.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    pegs: z.int().min(1).max(6).optional().describe('Digits of the code'),
    colours: z.int().min(2).max(9).optional().describe('Digits there are, from 1'),
    tries: z.int().min(1).max(30).optional().describe('Guesses there are'),
    duplicates: z.boolean().optional().describe('Whether a digit may come twice in the code'),
  }),
  observationSpace: text(),
  actionSpace: commands('The digits of the guess', (rng) =>
    drawn(rng, rng.pick([levels.easy, levels.standard, levels.hard])),
  ),
  rewards: textRewards,
  maxEpisodeSteps: 60,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const { colours, duplicates, tries } = knobs
    const state: State = { code: puzzle, colours, duplicates, guesses: [], answers: [], tries }
    return {
      state,
      observation: rulesOf(knobs),
      signals: signalsOf(state, false, options),
    }
  },

  step(state, action, { options }) {
    const { code } = state
    const said = codeOf(action, { pegs: code.length, colours: state.colours })
    if ('problem' in said) return refused(said.problem, signalsOf(state, false, options))
    state.guesses.push(said.code)
    state.answers.push(feedback(said.code, code))
    state.tries--
    const right = said.code === code
    return {
      observation: boardOf(state) + verdict(state, right),
      signals: signalsOf(state, right, options),
      terminated: right || state.tries === 0,
    }
  },

  /** Guesses by Knuth's rule among the codes that fit every answer. */
  gold:
    () =>
    ({ code, colours, duplicates, guesses }) => {
      const rules = { pegs: code.length, colours, duplicates }
      return bestGuess(rules, consistent(rules, code, guesses))
    },
  cheats: {
    'all digits at once': ({ colours }) => [
      Array.from({ length: colours }, (_, digit) => digit + 1)
        .join(' ')
        .repeat(20),
    ],
    'digits beyond the colours': ({ code }) => ['0'.repeat(code.length), '-1 -1 -1 -1 99'],
  },
})

function signalsOf(state: State, right: boolean, options: { readonly density: number }) {
  const { solved, progress, milestone } = measured(right, nearest(state), options)
  return { solved, progress, milestone, tries: state.tries }
}

function refuseTooFew({ pegs, colours, duplicates }: Knobs): void {
  if (duplicates || colours >= pegs) return
  throw new ConfigError(
    `Cannot make text/Mastermind-v0: ${colours} colours make no code of ${pegs} pegs without duplicates (give colours as many as pegs, or duplicates)`,
  )
}

function rulesOf({ pegs, colours, tries, duplicates }: Knobs): string {
  return [
    `Guess the secret code of ${pegs} digits from 1 to ${colours}; a digit ${duplicates ? 'may come more than once' : 'comes at most once'}. You have ${counted(tries)}.`,
    'Every guess is answered: black = digits that are right and in the right place, white = digits that are in the code but in another place.',
    `Answer with ${pegs} digits.`,
  ].join('\n')
}

function boardOf({ guesses, answers }: State): string {
  let board = ''
  for (const [index, guess] of guesses.entries()) {
    const answer = answers[index] ?? 0
    board += `${guess}: ${blackOf(answer)} black, ${whiteOf(answer)} white\n`
  }
  return board
}

function verdict({ code, tries }: State, right: boolean): string {
  if (right) return 'Yes, that is the code.'
  return tries > 0 ? `${counted(tries)} left.` : `No guess left: the code is ${code}.`
}

const counted = (tries: number) => (tries === 1 ? '1 guess' : `${tries} guesses`)

/** The best guess so far: two points a black peg and one a white one, as a share of all. */
function nearest({ code, answers }: State): number {
  let best = 0
  for (const answer of answers) {
    best = Math.max(best, 2 * blackOf(answer) + whiteOf(answer))
  }
  return best / (2 * code.length)
}
