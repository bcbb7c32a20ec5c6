import { wordsOf } from '../fillers.ts'
import { COLOURS } from './corridor.ts'

export type Verb = 'left' | 'right' | 'take' | 'unlock'
export interface Command {
  readonly verb: Verb
  /** Initial of the colour that was named. */
  readonly colour: string | null
}

const WORDS: Readonly<Record<Verb, string>> = {
  left: 'left l west',
  right: 'right r east',
  take: 'take t get grab pick',
  unlock: 'unlock open o u use',
}
const VERB_OF = new Map<string, Verb>(
  Object.entries(WORDS).flatMap(([verb, words]) =>
    words.split(' ').map((word) => [word, verb as Verb] as const),
  ),
)
const ALONE = new Map<string, Command>(
  [...VERB_OF].map(([word, verb]) => [word, { verb, colour: null }]),
)
const COLOUR_OF = new Map(Object.entries(COLOURS).map(([initial, name]) => [name, initial]))
const FILLER = new Set(
  'i go walk move step to the a an up one room key door it with my please locked'.split(' '),
)

/** The one thing a player says to do; null where it says nothing of the kind, or several. */
export function commandOf(action: string): Command | null {
  const alone = ALONE.get(action)
  if (alone) return alone
  let verb: Verb | null = null
  let colour: string | null = null
  for (const word of wordsOf(action)) {
    const said = VERB_OF.get(word)
    if (said) {
      if (verb) return null
      verb = said
    } else if (COLOUR_OF.has(word)) {
      colour = COLOUR_OF.get(word) ?? null
    } else if (!FILLER.has(word)) {
      return null
    }
  }
  return verb && { verb, colour }
}
