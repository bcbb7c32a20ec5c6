import { normalized, quoted } from '../commands.ts'

const FILLERS: ReadonlySet<string> = new Set(
  'i a an my the guess try letter word is it answer say would think maybe next there'.split(' '),
)

/** The letter or the word a player means, or what is wrong with it. */
export function guessOf(
  action: string,
  length: number,
): { readonly guess: string } | { readonly problem: string } {
  if (action.length === 1 && action >= 'a' && action <= 'z') return { guess: action }
  const form = `give one letter from a to z, or a word of ${length} letters`
  const tokens = normalized(action)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const spelled = tokens.length > 1 && tokens.every((token) => token.length === 1)
  const guess = spelled ? tokens.join('') : (tokens.pop() ?? '')
  const understood = spelled || tokens.every((token) => FILLERS.has(token))
  if (!understood || !/^[a-z]+$/.test(guess)) {
    return { problem: `${quoted(action)} is not one letter or one word (${form})` }
  }
  if (guess.length !== 1 && guess.length !== length) {
    return {
      problem: `${quoted(action)} has neither one letter nor ${length} (${form})`,
    }
  }
  return { guess }
}
