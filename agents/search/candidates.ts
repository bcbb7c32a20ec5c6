import { countListed } from './listing.ts'
import { type NameLore, namesIn } from './names.ts'
import type { Asked } from './question.ts'
import { datesIn, numbersIn } from './values.ts'
import { contentOf, hasName, wordsOf } from './words.ts'

/** A span that may be the answer, and how well its sort fits, from 0 to 1. */
export interface Candidate {
  readonly text: string
  readonly fit: number
}

/** Towns are in and at, rivers and roads on. */
const PLACE_BEFORE = /\b(?:in|at|near|from)\s+(?:the\s+)?$/i
const SITE_BEFORE = /\b(?:on|of|by)\s+(?:the\s+)?$/i

/** Spans of a sentence that are of the sort a question asks for. */
export function candidatesIn(sentence: string, asked: Asked, lore: NameLore): readonly Candidate[] {
  switch (asked.sought) {
    case 'year':
      return datesIn(sentence).map(({ value }) => ({
        text: `${Math.floor(value / 10_000)}`,
        fit: 1,
      }))
    case 'date':
      return datesIn(sentence).map(({ text, value }) => ({ text, fit: value % 100 > 0 ? 1 : 0.8 }))
    case 'number':
      return numbersFor(sentence, asked, lore)
    case 'measure':
      return numbersIn(sentence).map(({ text, unit }) => ({ text, fit: unit === '' ? 0.5 : 1 }))
    case 'name':
      return [...namesFor(sentence, asked, lore), ...commonFor(sentence, asked)]
    default:
      return namesFor(sentence, asked, lore)
  }
}

const sensesOf = (text: string) => wordsOf(text).map(({ sense }) => sense)

/** What needs no capital: "its main trade is in salt", "it lives by salt". */
function commonFor(sentence: string, { noun }: Asked): readonly Candidate[] {
  if (noun === null) return []
  const objects = sentence.matchAll(
    /(?<before>.{0,30})\b(?<link>is|are|was|were|by|for|about|with|of|in|on)\s+(?<object>(?!the\b|an?\b|in\b|by\b|it\b)[\p{Ll}-]{3,}(?:\s(?!and\b|in\b|on\b|by\b|lies\b)[\p{Ll}-]+)?)(?=[.,;]|\s+and\b|$)/gu,
  )
  return [...objects].flatMap(({ groups = {} }) => {
    const isSo = sensesOf(`${groups['before']}${groups['link']}`).includes(noun.sense)
    return isSo ? [{ text: groups['object'] ?? '', fit: 1 }] : []
  })
}

/** Numbers with the noun behind them; else, what is counted may be listed. */
function numbersFor(sentence: string, asked: Asked, lore: NameLore): readonly Candidate[] {
  const { noun } = asked
  const told = numbersIn(sentence).map(({ bare, unit }) => ({
    text: bare,
    fit: noun !== null && sensesOf(unit).includes(noun.sense) ? 1 : 0.4,
  }))
  const isCounting = /^how many\b/i.test(asked.text)
  if (!isCounting || told.some(({ fit }) => fit === 1)) return told
  const count = countListed(sentence, asked, lore)
  return count > 0 ? [...told, { text: `${count}`, fit: 0.9 }] : told
}

function namesFor(
  sentence: string,
  { sought, noun, names }: Asked,
  lore: NameLore,
): readonly Candidate[] {
  return namesIn(sentence, lore).flatMap(({ text, from, to }) => {
    if (names.some((name) => hasName(name.text, text))) return []
    const isAtPlace = PLACE_BEFORE.test(sentence.slice(0, from))
    const fits: Readonly<Record<string, number>> = {
      person:
        isAtPlace && !/\bof\s+$/i.test(sentence.slice(0, from))
          ? 0.3
          : text.includes(' ')
            ? 1
            : 0.8,
      place: isAtPlace ? 1 : SITE_BEFORE.test(sentence.slice(0, from)) ? 0.7 : 0.5,
    }
    const beside = contentOf(
      `${sentence.slice(0, from).split(/[,;]/).at(-1)?.slice(-25) ?? ''} ${text} ${sentence.slice(to, to + 15)}`,
    )
    const isSo = noun !== null && beside.some(({ sense }) => sense === noun.sense)
    return [{ text, fit: fits[sought] ?? (isSo ? 1 : 0.7) }]
  })
}
