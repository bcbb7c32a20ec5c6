import { quoted } from '../commands.ts'
import { withoutFillers, wordsOf } from '../fillers.ts'

/** The letter or the word a player means, or what is wrong with it. */
export function guessOf(
  action: string,
  length: number,
): { readonly guess: string } | { readonly problem: string } {
  if (action.length === 1 && action >= 'a' && action <= 'z') return { guess: action }
  const form = `give one letter from a to z, or a word of ${length} letters`
  const words = wordsOf(action)
  const spelled = words.length > 1 && words.every((word) => word.length === 1)
  const [guess = '', ...others] = spelled ? [words.join('')] : withoutFillers(words)
  if (others.length > 0 || !/^[a-z]+$/.test(guess)) {
    return { problem: `${quoted(action)} is not one letter or one word (${form})` }
  }
  if (guess.length !== 1 && guess.length !== length) {
    return {
      problem: `${quoted(action)} has neither one letter nor ${length} (${form})`,
    }
  }
  return { guess }
}
