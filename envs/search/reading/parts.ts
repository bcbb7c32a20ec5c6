import { isHigh } from './tokens.ts'

/** Where a part may end, the best first. */
const breaks = ['\n\n', '\n', '. ', ' '] as const

/** A text in pieces of at most so many characters, cut between paragraphs, sentences or words. Joined, they are the text. */
export function partsOf(text: string, most: number): readonly string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > most) {
    const end = endOf(rest, most)
    parts.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest]
}

function endOf(text: string, most: number): number {
  for (const mark of breaks) {
    const at = text.lastIndexOf(mark, most - mark.length)
    // A break in the first half would leave a part that is hardly worth a call.
    if (at + mark.length > most / 2) return at + mark.length
  }
  return most > 1 && isHigh(text.charCodeAt(most - 1)) ? most - 1 : Math.max(1, most)
}
