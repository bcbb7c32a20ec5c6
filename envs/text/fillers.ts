import { normalized } from './commands.ts'

/** Words around a guess that say nothing of it. */
export const GUESSING: ReadonlySet<string> = new Set(
  'a an answer be could d final first guess i is it letter ll m maybe my next now number of please s say the there think this to try word would'.split(
    ' ',
  ),
)

/** The words of a command, punctuation aside. */
export function wordsOf(action: string): string[] {
  return normalized(action)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** What is said beside the fillers; where that is nothing, the last word, since `a` or `guess` may be meant. */
export function withoutFillers(
  words: readonly string[],
  fillers: ReadonlySet<string> = GUESSING,
): readonly string[] {
  const said = words.filter((word) => !fillers.has(word))
  return said.length > 0 ? said : words.slice(-1)
}
