import type { Sought } from './question.ts'
import { isVague, type Word } from './words.ts'

/** What a question speaks of: by its name, or by what it says of it. */
export type Thing = { readonly name: string } | Described

/** "The river on which the birthplace of Ada lies": a noun, and what is told of it. */
export interface Described {
  readonly sought: Sought
  readonly noun: Word | null
  readonly told: readonly Told[]
}

/** One relation: its words, and the thing at its other end where there is one. */
export interface Told {
  readonly words: readonly Word[]
  readonly of: Thing | null
}

export const isNamed = (thing: Thing): thing is { readonly name: string } => 'name' in thing

/** What is told, with the noun that it is told of among its words. */
export const withNoun = (told: readonly Told[], noun: Word): readonly Told[] =>
  told.map(({ words, of }) => ({
    words: words.some(({ at }) => at === noun.at) ? words : [...words, noun],
    of,
  }))

/** All words of what is told. */
export const wordsIn = (thing: Thing): readonly Word[] =>
  isNamed(thing)
    ? []
    : thing.told.flatMap(({ words, of }) => [...words, ...(of === null ? [] : wordsIn(of))])

/** Whether it can be found from a name. */
export const hasNames = (thing: Thing): boolean =>
  isNamed(thing) || thing.told.some(({ of }) => of !== null && hasNames(of))

/** Without what tells nothing; a year alone belongs to what comes first. */
export function cleaned({ told, ...described }: Described): Described {
  const isYear = ({ words, of }: Told) =>
    of === null && words.length > 0 && words.every(({ text }) => /^\d{3,4}$/.test(text))
  const years = told.filter(isYear).flatMap(({ words }) => words)
  const telling = told.filter(
    (each) =>
      !isYear(each) &&
      ((each.of !== null && (each.words.length > 0 || hasNames(each.of))) ||
        each.words.some(({ text }) => !isVague(text))),
  )
  return {
    ...described,
    told: telling.map((each, index) =>
      index === 0 ? { ...each, words: [...each.words, ...years] } : each,
    ),
  }
}
