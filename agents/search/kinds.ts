import { stemmer } from 'stemmer'
import type { ReadPage } from './desk.ts'
import { type Word, wordsOf } from './words.ts'

/** What things of a kind have or do: a page that says two of these of its subject is about one. */
const SIGNS: readonly (readonly [kinds: string, signs: string])[] = [
  ['river stream', 'flows runs rises source mouth tributary empties banks long'],
  ['country state kingdom nation', 'capital government parliament borders area covers square king'],
  [
    'town city village place settlement',
    'mayor inhabitants market streets population founded census people',
  ],
  ['mountain peak hill', 'height summit peak climbed metres high rises'],
  ['person man woman author writer', 'born died married studied birth death career'],
  ['book novel play work', 'author written published translated translation edition printed'],
  ['prize award medal', 'awarded jury given winner won worth'],
]

const stemsOf = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stemmer))
const signs = SIGNS.map(([kinds, said]) => ({ kinds: stemsOf(kinds), said: stemsOf(said) }))

const OPENING = 4
const ENOUGH = 2

/** Whether a noun is one of things that have pages of their own. */
export const isKnownKind = ({ stem }: Word): boolean => signs.some(({ kinds }) => kinds.has(stem))

/** What a page is, by its title and the nouns of "is a small town on", "was known as a painter" or ", a poet,". */
export function kindOf({ title, sentences }: ReadPage): readonly Word[] {
  const opening = sentences[0]?.text ?? ''
  const phrases = opening.matchAll(
    /(?:\b(?:is|was|are|were|as|of)\b|,)\s+(?:an?|one of the|the)\s+([^,.;]*)/gi,
  )
  const kinds = [...phrases].map(
    ([, phrase = '']) =>
      phrase.split(/\b(?:in|on|of|by|at|from|with|who|that|which|near|about|to|is|was|has)\b/)[0] ??
      '',
  )
  return wordsOf([...kinds, title].join(' '))
}

/** Whether a page is about what a noun means: it says so, or says of it what such things have. */
export function isKind(page: ReadPage, noun: Word | null): boolean {
  if (noun === null) return false
  const own = kindOf(page)
  if (own.some(({ stem, sense }) => stem === noun.stem || sense === noun.sense)) return true
  const group = signs.find(({ kinds }) => kinds.has(noun.stem))
  if (!group) return false
  if (own.some(({ stem }) => group.kinds.has(stem))) return true
  // Where it says that it is something else, it is.
  if (own.some(({ stem }) => signs.some(({ kinds }) => kinds.has(stem)))) return false
  const opening = page.sentences.slice(0, OPENING).map(({ text }) => text)
  const stems = new Set(wordsOf(opening.join(' ')).map(({ stem }) => stem))
  const count = (said: ReadonlySet<string>) => [...said].filter((stem) => stems.has(stem)).length
  const most = Math.max(...signs.map(({ said }) => count(said)))
  return count(group.said) >= ENOUGH && count(group.said) === most
}
