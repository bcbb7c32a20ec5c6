import { withoutFillers, wordsOf } from '../fillers.ts'

/** The word a player means: alone, in a phrase such as "my guess is crane", or letters one by one; null if none. */
export function wordOf(action: string): string | null {
  if (/^[a-z]+$/.test(action)) return action
  const words = wordsOf(action)
  if (words.length > 1 && words.every((word) => word.length === 1)) return words.join('')
  const [word = null, ...others] = withoutFillers(words)
  return others.length === 0 ? word : null
}
