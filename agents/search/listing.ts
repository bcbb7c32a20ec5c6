import { type NameLore, namesIn } from './names.ts'
import type { Asked } from './question.ts'
import { datesIn } from './values.ts'
import { hasName } from './words.ts'

const LIMIT =
  /\b(?<side>before|until|by|after|since|from|in)\s+(?:the year\s+)?(?<year>\d{3,4})(?:\s*(?:and|to|-|–)\s*(?<end>\d{3,4}))?/i

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

/** Whether the first date of a text is of the time that a question limits itself to. */
export function isInTime(text: string, question: string): boolean {
  const { side = '', year: limit, end } = LIMIT.exec(question)?.groups ?? {}
  if (limit === undefined) return true
  const year = Math.floor((datesIn(text)[0]?.value ?? 0) / 10_000)
  const from = Number(limit)
  if (end !== undefined) return year >= from && year <= Number(end)
  if (/^(?:before|until|by)$/i.test(side)) return /before/i.test(side) ? year < from : year <= from
  if (/^(?:after|since|from)$/i.test(side)) return /after/i.test(side) ? year > from : year >= from
  return year === from
}
