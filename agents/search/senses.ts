import { stemmer } from 'stemmer'

/** Words of English that name one relation from both ends, or by verb and noun; the first names the sense. */
const SENSES: readonly (readonly [string, string])[] = [
  ['birth', 'born birthplace native natives'],
  ['death', 'die died dead deceased'],
  ['write', 'wrote written writes author writer authored penned'],
  ['compose', 'composer composed composition'],
  ['paint', 'painter painted painting'],
  ['sculpt', 'sculptor sculpture carved'],
  ['direct', 'director directed'],
  ['design', 'designer designed architect designs drew drawn'],
  ['build', 'built builder constructed construction erected'],
  [
    'found',
    'founded founder founding founders established establish establishment foundation older oldest',
  ],
  ['invent', 'inventor invented invention'],
  ['discover', 'discoverer discovered discovery'],
  ['marry', 'married marriage wife husband spouse wed'],
  ['child', 'children son daughter'],
  ['parent', 'father mother'],
  ['sibling', 'brother sister'],
  ['teach', 'taught teacher student pupil studied tutor apprentice mentor trained learned'],
  ['lie', 'lies lay located situated stands stand stood location sits sit seated seat'],
  ['flow', 'flows flowed empties river stream banks'],
  ['source', 'rises springs'],
  ['population', 'inhabitants people residents populous inhabitant'],
  ['height', 'high tall elevation altitude highest tallest higher taller low lower lowest'],
  ['length', 'long longest longer'],
  ['area', 'large larger largest size covers big bigger biggest'],
  ['depth', 'deep deeper deepest'],
  ['width', 'wide wider broad'],
  ['begin', 'began begun start started beginning'],
  ['win', 'won winner victory victor wins'],
  ['lead', 'led leader commander commanded command headed'],
  ['publish', 'published appeared appear publication released release printed edition'],
  ['give', 'gives given gave award awards awarded grant grants granted'],
  ['open', 'opened opening inaugurated inauguration'],
  ['own', 'owner owned'],
  ['succeed', 'successor succeeded followed'],
  ['precede', 'predecessor preceded'],
  ['govern', 'governor governed governs'],
  ['rule', 'ruler ruled reign reigned king queen'],
  ['speak', 'spoken language spoke'],
  ['happen', 'happened occurred fought'],
  ['destroy', 'destroyed destruction'],
  ['complete', 'completed finish finished end ended'],
  ['work', 'works worked'],
  ['trade', 'trades industry livelihood'],
  ['join', 'joined joins connects connected links crosses spans'],
]

const senses: ReadonlyMap<string, string> = new Map(
  SENSES.flatMap(([sense, words]) =>
    [sense, ...words.split(' ')].map((word) => [word, sense] as const),
  ),
)
const stems: ReadonlyMap<string, string> = new Map(
  [...senses].map(([word, sense]) => [stemmer(word), sense]),
)

/** What a word means, coarsely: its own stem where no sense is known. */
export const senseOf = (word: string, stem: string): string =>
  senses.get(word) ?? stems.get(stem) ?? stem

/** Whether it is a word of these, so that a capital alone makes no name of it. */
export const hasSense = (word: string): boolean => senses.has(word.toLowerCase())

/** Turns of phrase that mean what none of their words does. */
const PHRASES: readonly (readonly [string, RegExp])[] = [
  ['happen', /\b(?:(?:take[ns]?|taking|took) place|(?:was|were) held)\b/gi],
  ['happen', /\bscene of\b/gi],
  ['trade', /\bliv(?:e|es|ed|ing) by\b/gi],
  ['design', /\bplans (?:were|was|are)\b/gi],
  ['death', /\bpassed away\b|\bend of (?:his|her|their) life\b/gi],
  ['birth', /\bc[ao]mes? from\b/gi],
  ['height', /\babove (?:the )?sea\b/gi],
]

export const phrasesIn = (text: string) =>
  PHRASES.flatMap(([sense, phrase]) =>
    [...text.matchAll(phrase)].map(({ 0: found, index }) => ({
      ...{ sense, from: index, to: index + found.length },
    })),
  )
