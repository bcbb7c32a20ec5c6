import { type NameLore, namesIn } from './names.ts'
import { isInTime } from './period.ts'
import type { Asked } from './question.ts'
import { hasName } from './words.ts'

/** How many things a sentence lists, by their names or by the years in brackets behind them; those of the time asked for. */
export function countListed(
  sentence: string,
  { text, names }: Pick<Asked, 'text' | 'names'>,
  lore: NameLore,
): number {
  const inBrackets = [...sentence.matchAll(/\(([^()]*\d{3,4}[^()]*)\)/g)]
  if (inBrackets.length > 0) {
    return inBrackets.filter(([, inside = '']) => isInTime(inside, text)).length
  }
  const others = namesIn(sentence, lore).filter(
    ({ text: name, from }) => from > 0 || !names.some((known) => hasName(known.text, name)),
  )
  // One name is no list.
  return others.length > 1 ? others.length : 0
}
