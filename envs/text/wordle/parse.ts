import { normalized } from '../commands.ts'

const FILLERS: ReadonlySet<string> = new Set(
  'i my the guess try word is it answer say would think maybe a next final say'.split(' '),
)

/** The word a player means: the last of a phrase such as "my guess is crane", or letters one by one; null if none. */
export function wordOf(action: string): string | null {
  const said = normalized(action)
  if (/^[a-z]+$/.test(said)) return said
  const tokens = said.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  if (tokens.length > 1 && tokens.every((token) => token.length === 1)) return tokens.join('')
  const word = tokens.pop()
  return word !== undefined && tokens.every((token) => FILLERS.has(token)) ? word : null
}
