import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { commonWords, knownWords, LONGEST_KNOWN, SHORTEST } from '../words/index.ts'
import { feedback, marks } from './feedback.ts'
import { wordOf } from './parse.ts'
import { bestGuess, candidates, countCandidates } from './solve.ts'

type Knobs = { letters: number; tries: number }
type State = { secret: string; guesses: string[]; tries: number }

const levels = {
  easy: { letters: 4, tries: 10 },
  standard: { letters: 5, tries: 6 },
  hard: { letters: 6, tries: 5 },
}

const { tasks, of } = puzzles<Knobs, string>({
  id: 'text/Wordle-v0',
  levels,
  all: ({ letters }) => commonWords(letters),
  content: (word) => word,
})

/** Guess a word; each guess is answered letter by letter: in its place, elsewhere, or not there. */
export const wordle = defineEnv({
  id: 'text/Wordle-v0',
  state: 'data',
  description: 'Guess the secret word; every guess is answered letter by letter.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    letters: z.int().min(SHORTEST).max(LONGEST_KNOWN).optional().describe('Letters of the word'),
    tries: z.int().min(1).max(20).optional().describe('Guesses there are'),
  }),
  observationSpace: text(),
  actionSpace: commands('The word that is guessed', (rng) =>
    rng.pick(commonWords(SHORTEST + rng.int(LONGEST_KNOWN - SHORTEST + 1))),
  ),
  rewards: textRewards,
  maxEpisodeSteps: 40,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const state: State = { secret: puzzle, guesses: [], tries: knobs.tries }
    return {
      state,
      observation: rulesOf(knobs),
      signals: signalsOf(state, false, options),
    }
  },

  step(state, action, { options }) {
    const { secret } = state
    const guess = wordOf(action)
    const problem = problemOf(guess, action, secret.length)
    if (guess === null || problem) {
      return refused(problem, signalsOf(state, false, options))
    }
    state.guesses.push(guess)
    state.tries--
    const right = guess === secret
    return {
      observation: `${boardOf(state)}\n${verdict(state, right)}`,
      signals: signalsOf(state, right, options),
      terminated: right || state.tries === 0,
    }
  },

  /** Guesses what leaves the fewest words on average, from the answers alone. */
  gold:
    () =>
    ({ secret, guesses, tries }) =>
      bestGuess(secret.length, candidates(secret, guesses), tries),
  cheats: {
    'every word at once': ({ secret }) => [commonWords(secret.length).slice(0, 140).join(' ')],
    'a pattern for a word': ({ secret }) => ['*'.repeat(secret.length), `[a-z]{${secret.length}}`],
  },
})

function signalsOf(state: State, right: boolean, options: { readonly density: number }) {
  const { solved, progress, milestone } = measured(right, right ? 1 : narrowing(state), options)
  return { solved, progress, milestone, tries: state.tries }
}

function problemOf(guess: string | null, action: string, letters: number): string {
  const form = `say one word of ${letters} letters`
  if (guess === null) return `${quoted(action)} is not one word (${form})`
  if (guess.length !== letters) return `${quoted(guess)} does not have ${letters} letters (${form})`
  if (!knownWords(letters).has(guess)) return `${quoted(guess)} is not in the word list (${form})`
  return ''
}

function rulesOf({ letters, tries }: Knobs): string {
  return [
    `Guess the secret English word of ${letters} letters. You have ${counted(tries)}; each must be a word of ${letters} letters.`,
    'Every letter is answered: G in its place, Y in the word but elsewhere, . not in the word (or not that often).',
    'Answer with the word alone.',
  ].join('\n')
}

function boardOf({ secret, guesses }: State): string {
  return guesses
    .map((guess) => `${[...guess].join(' ')}\n${marks(feedback(guess, secret), secret.length)}`)
    .join('\n')
}

function verdict({ secret, tries }: State, right: boolean): string {
  if (right) return 'Yes, that is the word.'
  return tries > 0 ? `${counted(tries)} left.` : `No guess left: the word is ${secret}.`
}

const counted = (tries: number) => (tries === 1 ? '1 guess' : `${tries} guesses`)

/** Share of the initial uncertainty (in bits) that the answers have removed; naming the word is the last of it. */
function narrowing({ secret, guesses }: State): number {
  if (guesses.length === 0) return 0
  const all = commonWords(secret.length).length
  return 1 - Math.log2(1 + countCandidates(secret, guesses)) / Math.log2(1 + all)
}
