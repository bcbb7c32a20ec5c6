import { stemmer } from 'stemmer'
import { phrasesIn, senseOf } from './senses.ts'

/** Words that say how a sentence is built, not what it is about. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those some any each both either neither such same other another its his her their our your
  my it he she they we you i him them us me who whom whose which what when where why how and or but nor so yet if then
  than as of in on at by to for from with without within into onto upon over under about after before during between
  among through against near is are was were be been being am do does did done has have had having will would can could
  may might must shall should not no there here also too very only just more most less least one ones name named called
  known give tell say according while until since because although though whether up down out off all many much`.split(
    /\s+/,
  ),
)

/** Nouns and the like that stand for whatever is meant. */
const VAGUE_WORDS: ReadonlySet<string> = new Set(
  `person people man woman someone somebody something thing things place places site spot town city village day date
  year years time present current currently today now kind sort like two three first exactly main
  page pages entry entries article articles list lists listed`.split(/\s+/),
)

export const isVague = (word: string): boolean => VAGUE_WORDS.has(word.toLowerCase())

export const isFunctionWord = (word: string): boolean => FUNCTION_WORDS.has(word.toLowerCase())

/** A word of a text, where it stands, and what it is compared by. */
export interface Word {
  readonly text: string
  readonly at: number
  readonly stem: string
  /** The same for words of one meaning: `wrote` and `author`. */
  readonly sense: string
}

export function wordsOf(text: string): readonly Word[] {
  const phrases = phrasesIn(text)
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’](?!s\b)\p{L}+)?/gu)].map((found) => {
    const word = found[0].toLowerCase()
    const stem = stemmer(word)
    const within = phrases.find(({ from, to }) => found.index >= from && found.index < to)
    return { text: found[0], at: found.index, stem, sense: within?.sense ?? senseOf(word, stem) }
  })
}

/** The words that say what a text is about. */
export const contentOf = (text: string): readonly Word[] =>
  wordsOf(text).filter((word) => !isFunctionWord(word.text) && word.text.length > 1)

/** Words of one name: lower case, without articles and signs. */
export const plainName = (name: string): string =>
  (name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .filter((word, index) => index > 0 || !/^(?:the|a|an)$/.test(word))
    .join(' ')

/** Whether a text has these words, in this order, side by side. */
export const hasName = (text: string, name: string): boolean =>
  name !== '' && ` ${allWords(text)} `.includes(` ${plainName(name)} `)

const allWords = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')
