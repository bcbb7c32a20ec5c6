import { z } from 'zod'
import { ConfigError, defineEnv, text } from '../../../core/index.ts'
import { commands, quoted, refused } from '../commands.ts'
import { commonOptions } from '../levels.ts'
import { measured, textRewards } from '../measures.ts'
import { puzzles } from '../puzzles.ts'
import { commonWords, LONGEST, SHORTEST } from '../words/index.ts'
import { guessOf } from './parse.ts'
import { bestGuess, fitting } from './solve.ts'

type Knobs = { shortest: number; longest: number; lives: number }
/** Letters and wrong words in alphabetical order: the same position, whatever came first. */
type State = { word: string; letters: string; words: string[]; lives: number }

const levels = {
  easy: { shortest: 7, longest: 8, lives: 10 },
  standard: { shortest: 6, longest: 8, lives: 8 },
  hard: { shortest: 6, longest: 8, lives: 6 },
}
const ALPHABET = [...'abcdefghijklmnopqrstuvwxyz']

const { tasks, of } = puzzles<Knobs, string>({
  id: 'text/Hangman-v0',
  levels,
  check: refuseNone,
  all({ shortest, longest }) {
    const lengths = Array.from({ length: longest - shortest + 1 }, (_, i) => shortest + i)
    return lengths.flatMap(commonWords)
  },
  content: (word) => word,
})

const length = () => z.int().min(SHORTEST).max(LONGEST).optional()

/** Uncover a word letter by letter, or say it; what is wrong costs a life. */
export const hangman = defineEnv({
  id: 'text/Hangman-v0',
  state: 'data',
  description: 'Uncover the secret word by guessing letters; each wrong guess costs a life.',
  options: z.strictObject({
    ...commonOptions(levels, 'standard'),
    shortest: length().describe('Letters of the shortest words'),
    longest: length().describe('Letters of the longest words'),
    lives: z.int().min(1).max(26).optional().describe('Wrong guesses that lose the game'),
  }),
  observationSpace: text(),
  actionSpace: commands('A letter, or the whole word', (rng) => rng.pick(ALPHABET)),
  rewards: textRewards,
  maxEpisodeSteps: 60,
  tasks,

  reset({ task, options }) {
    const { knobs, puzzle } = of(task, options)
    const state: State = { word: puzzle, letters: '', words: [], lives: knobs.lives }
    return {
      state,
      observation: `${rulesOf(state)}\n${boardOf(state)}`,
      signals: signalsOf(state, options),
    }
  },

  step(state, action, { options }) {
    const said = guessOf(action, state.word.length)
    if ('problem' in said) return refused(said.problem, signalsOf(state, options))
    const { guess } = said
    if (state.letters.includes(guess) || state.words.includes(guess)) {
      return refused(
        `${quoted(guess)} was guessed before (guess another)`,
        signalsOf(state, options),
      )
    }
    const answer = guess.length === 1 ? guessLetter(state, guess) : guessWord(state, guess)
    const signals = signalsOf(state, options)
    return {
      observation: `${answer}\n${verdict(state, signals.solved)}`,
      signals,
      terminated: signals.solved || state.lives === 0,
    }
  },

  /** Guesses what goes wrong for the fewest words that fit what is seen. */
  gold: () => (state) =>
    bestGuess(fitting({ pattern: patternOf(state), letters: state.letters, words: state.words })),
  cheats: {
    'the alphabet at once': () => [ALPHABET.join(''), ALPHABET.join(' ')],
    'the pattern itself': (state) => [patternOf(state), ''.padEnd(state.word.length, '.')],
  },
})

function refuseNone({ shortest, longest }: Knobs): void {
  if (shortest <= longest) return
  throw new ConfigError(
    `Cannot make text/Hangman-v0: no word has ${shortest} to ${longest} letters (give shortest as well as longest, at most as large)`,
  )
}

function signalsOf(state: State, options: { readonly density: number }) {
  const [uncovered, { length }] = [uncoveredOf(state), state.word]
  const { solved, progress, milestone } = measured(
    uncovered === length,
    uncovered / length,
    options,
  )
  return { solved, progress, milestone, lives: state.lives }
}

function guessLetter(state: State, letter: string): string {
  const { word } = state
  state.letters = [...state.letters, letter].sort().join('')
  const times = word.split(letter).length - 1
  if (times === 0) {
    state.lives--
    return `No ${letter}.`
  }
  return `Yes, ${letter} comes ${times === 1 ? 'once' : `${times} times`}.`
}

function guessWord(state: State, word: string): string {
  if (word === state.word) {
    state.letters = [...new Set(state.letters + word)].sort().join('')
    return `Yes, it is ${word}.`
  }
  state.words = [...state.words, word].sort()
  state.lives--
  return `No, it is not ${word}.`
}

function rulesOf({ word }: State): string {
  return [
    `Guess the secret English word of ${word.length} letters: say one letter, and it is uncovered wherever it stands, or say the whole word.`,
    'A letter that is not in the word, or a wrong word, costs a life. Answer with the letter or the word alone.',
  ].join('\n')
}

function boardOf(state: State): string {
  const { letters, lives, words } = state
  const guessed = [...letters, ...words]
  const told = guessed.length === 0 ? 'Nothing guessed yet' : `Guessed: ${guessed.join(', ')}`
  return `${[...patternOf(state)].join(' ')}\n${told}. ${lives} ${lives === 1 ? 'life' : 'lives'} left.`
}

function verdict(state: State, right: boolean): string {
  if (right) return `The word is ${state.word}: solved.`
  return state.lives > 0 ? boardOf(state) : `No life left: the word is ${state.word}.`
}

function patternOf({ word, letters }: State): string {
  let pattern = ''
  for (const letter of word) pattern += letters.includes(letter) ? letter : '_'
  return pattern
}

function uncoveredOf({ word, letters }: State): number {
  let uncovered = 0
  for (const letter of word) if (letters.includes(letter)) uncovered++
  return uncovered
}
