import type { Asked } from './question.ts'
import { datesIn } from './values.ts'
import { hasName, wordsOf } from './words.ts'

/** What a text has of a question. */
export interface Overlap {
  /** Indexes of the question's words. */
  readonly words: ReadonlySet<number>
  /** Indexes of the question's names. */
  readonly names: ReadonlySet<number>
  /** Where the words stand in the text. */
  readonly at: readonly number[]
  /** A span of time that the text speaks of, and the question's year is not in it. */
  readonly isOtherTime: boolean
}

/** What is made is made by somebody: "a novel by" says who wrote. */
const MADE: ReadonlySet<string> = new Set([
  ...['write', 'compose', 'paint', 'sculpt', 'direct', 'design', 'build', 'invent', 'publish'],
])

/** Who does this by no means made the thing. */
const SECOND_HAND = /\b(?:translat|illustrat|edit|own|bought)\p{L}*/iu

export function overlapOf(text: string, { words, names }: Asked): Overlap {
  const own = wordsOf(text)
  const found = new Set<number>()
  const at: number[] = []
  let isOtherTime = false
  // "Studied under her" names the other end of what "taught" asks for.
  const isTurned = /\b(?:under|from|by) (?:him|her|them)\b/i.test(text)
  const isBySomebody = /\bby (?:the )?(?:\p{Ll}+ ){0,2}\p{Lu}/u.exec(text)
  for (const [index, word] of words.entries()) {
    const twin =
      own.find((one) => one.stem === word.stem) ??
      (isTurned ? undefined : own.find(({ sense }) => sense === word.sense))
    const year = /^\d{3,4}$/.test(word.text) ? Number(word.text) : null
    const time = year === null || twin ? null : spansYear(text, year)
    if (time === false) isOtherTime = true
    const by = MADE.has(word.sense) && !SECOND_HAND.test(text) ? isBySomebody?.index : undefined
    const place = twin?.at ?? (time === true ? 0 : by)
    if (place === undefined) continue
    found.add(index)
    if (time === null) at.push(place)
  }
  const named = names.flatMap(({ text: name }, index) => (hasName(text, name) ? [index] : []))
  return { words: found, names: new Set(named), at, isOtherTime }
}

/** Whether a year lies in the span of time that a text speaks of; null where it speaks of none. */
export function spansYear(text: string, year: number): boolean | null {
  const [first, second] = datesIn(text).map((date) => ({ ...date, value: date.value / 10_000 }))
  if (!first) return null
  const before = text.slice(0, first.at)
  if (/\bsince\s*$/i.test(before)) return year >= Math.floor(first.value)
  if (/\b(?:until|till)\s*$/i.test(before)) return year <= Math.floor(first.value)
  if (!second) return /\b(?:as of|in(?: this year,?)?|of)\s*$/i.test(before) ? false : null
  const between = text.slice(first.at + first.text.length, second.at)
  if (!/^\s*(?:to|until|till|and|[-–—])\s*(?:in\s*)?$/.test(between)) return null
  return year >= Math.floor(first.value) && year <= Math.floor(second.value)
}
