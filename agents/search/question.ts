import { bareTitle, type NameLore, type NameSpan, namesIn } from './names.ts'
import { contentOf, isVague, type Word } from './words.ts'

/** What would answer a question. */
export type Sought = 'person' | 'place' | 'date' | 'year' | 'number' | 'measure' | 'name'

/** A question as its words show it. */
export interface Asked {
  readonly text: string
  readonly sought: Sought
  /** What the answer is, where the question says so: the `river` of "which river". */
  readonly noun: Word | null
  readonly names: readonly NameSpan[]
  /** What it says beside its names. */
  readonly words: readonly Word[]
}

const ASKS =
  /\b(?:who|whom|whose|when|where|what|which|how (?:many|much|old|long|high|tall|deep|wide|far|large|big|heavy|populous|often|fast|\p{L}+))\b/giu
const ORDERS = /^\s*(?:name|give|state|tell(?: me)?|find|identify|list)\b/i

export function readQuestion(text: string, lore: NameLore): Asked {
  const names = namesIn(text, { ...lore, titles: lore.titles.map(bareTitle) })
  const isInName = ({ at }: { readonly at: number }) =>
    names.some(({ from, to }) => at >= from && at < to)
  const asking = askingOf(text)
  const after = text.slice(asking.end)
  const said = contentOf(text).filter(
    (word) => !isInName(word) && !(word.at < asking.end && word.at >= asking.at),
  )
  const noun = nounAfter(text, asking, said)
  const telling = said.filter((word) => !isVague(word.text))
  // A question of vague words alone has to be met by them.
  const words = telling.length > 0 ? telling : said
  return { text, sought: soughtBy(asking.word, after, noun), noun, names, words }
}

/** The words that ask: at the beginning as a rule, perhaps behind "in" or "on"; else the last that may. */
export function askingOf(text: string) {
  const all = [...text.matchAll(ASKS)].map(({ 0: word, index }) => ({
    ...{ word: word.toLowerCase(), at: index, end: index + word.length },
  }))
  const first = all.find(({ at }) => /^\s*(?:\p{L}{2,7}\s+)?$/u.test(text.slice(0, at)))
  const order = ORDERS.exec(text)
  if (order && (first?.at ?? 99) > 20) return { word: 'which', at: 0, end: order[0].length }
  const inside = all.filter(({ word }) => /^(?:which|what|how)/.test(word)).at(-1)
  return first ?? inside ?? all.at(-1) ?? { word: 'which', at: 0, end: 0 }
}

/** The noun of "which river", "what is the name of the river", "the height of": the last before a verb or "of". */
function nounAfter(
  text: string,
  asking: { readonly word: string; readonly end: number },
  words: readonly Word[],
): Word | null {
  if (!/^(?:what|which|how many)$/.test(asking.word)) return null
  const phrase =
    /^(?:\s+(?:of|is|are|was|were|the|a|an|name|full|one|these|this|exact|two))*\s+(?<noun>[\p{Ll}-]+)(?<more>\s+[\p{Ll}-]+)?/u.exec(
      text.slice(asking.end),
    )
  if (!phrase) return null
  const start =
    asking.end + (phrase.index ?? 0) + phrase[0].length - (phrase.groups?.['more'] ?? '').length
  const at = start - (phrase.groups?.['noun'] ?? '').length
  return words.find((word) => word.at === at) ?? null
}

const MEASURES =
  /^(?:height|elevation|length|depth|width|area|size|weight|distance|altitude|capacity|span|speed|duration|diameter|volume)$/
const NUMBERS = /^(?:population|number|count|age|inhabitants|amount|total)$/

export function soughtBy(word: string, after: string, noun: Word | null): Sought {
  const named = noun?.text.toLowerCase() ?? ''
  if (/^who/.test(word)) return 'person'
  if (word === 'when') return 'date'
  if (word === 'where') return 'place'
  if (/^(?:birthplace|home|hometown|location|site|place)$/.test(named)) return 'place'
  if (named === 'year') return 'year'
  if (/^(?:date|day)$/.test(named)) return 'date'
  if (word === 'how many' || NUMBERS.test(named)) return 'number'
  if (word.startsWith('how ') || MEASURES.test(named)) return 'measure'
  return /^\s*(?:is|was)\s+the\s+(?:author|painter|founder)/.test(after) ? 'person' : 'name'
}
