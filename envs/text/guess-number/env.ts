import { z } from 'zod'
import { defineEnv, text } from '../../../core/index.ts'
import { progress, solved, weighted } from '../../../rewards/index.ts'

type State = { secret: number; low: number; high: number; range: number; tries: number }

/** Guess a whole number; each wrong guess is answered with "higher" or "lower". */
export const guessNumber = defineEnv({
  id: 'text/GuessNumber-v0',
  state: 'data',
  description: 'Guess the secret number; wrong guesses are answered with "higher" or "lower".',
  options: z.strictObject({
    range: z.int().min(2).max(1_000_000).default(20).describe('The secret lies in 1 .. range'),
  }),
  observationSpace: text(),
  actionSpace: text({ maxLength: 200, charset: '0123456789', minLength: 1 }),
  rewards: {
    sparse: solved(),
    dense: weighted({ solved: [1, solved()], narrowing: [0.5, progress()] }),
  },
  maxEpisodeSteps: 20,

  reset({ rng, options: { range } }) {
    const state: State = { secret: 1 + rng.int(range), low: 1, high: range, range, tries: 0 }
    return {
      state,
      observation: `I think of a whole number from 1 to ${range}. Guess it.`,
      signals: { solved: false, progress: 0, tries: 0 },
    }
  },

  step(state, action) {
    const guess = Number(action)
    const { secret } = state
    state.tries++
    if (guess < secret) state.low = Math.max(state.low, guess + 1)
    if (guess > secret) state.high = Math.min(state.high, guess - 1)
    const right = guess === secret
    if (right) state.low = state.high = secret
    return {
      observation: right ? `Yes, it is ${secret}.` : guess < secret ? 'Higher.' : 'Lower.',
      signals: { solved: right, progress: narrowing(state), tries: state.tries },
      terminated: right,
    }
  },

  gold: ({ secret }) => [String(secret)],
  cheats: {
    'everything at once': ({ range }) => [
      Array.from({ length: Math.min(range, 90) }, (_, i) => i + 1).join(''),
    ],
  },
})

/** Share of the initial uncertainty (in bits) that the answers have removed. */
function narrowing({ low, high, range }: State): number {
  return 1 - Math.log2(high - low + 1) / Math.log2(range)
}
