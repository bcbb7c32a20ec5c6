import { holds, PROPERTIES } from './properties.ts'
import { THINGS } from './things.ts'

/** The property that splits what is left most evenly; undefined where none tells anything. */
export function bestProperty(
  properties: readonly number[],
  left: readonly number[],
): number | undefined {
  let [best, least]: [number | undefined, number] = [undefined, left.length]
  for (const property of properties) {
    let yes = 0
    for (const thing of left) if (holds(property, thing)) yes++
    const larger = Math.max(yes, left.length - yes)
    if (larger < least) [best, least] = [property, larger]
  }
  return best
}

/** What to ask next: of a property while it tells more than a guess, then of the thing. */
export function bestQuestion(properties: readonly number[], left: readonly number[]): string {
  const property = left.length > 2 ? bestProperty(properties, left) : undefined
  return property === undefined ? guessOf(left[0] ?? 0) : questionOf(property)
}

/** How many questions the best ones take for a thing; infinitely many beyond the most there may be. */
export function questionsFor(
  secret: number,
  things: readonly number[],
  properties: readonly number[],
  most = Number.POSITIVE_INFINITY,
): number {
  let left = things
  for (let asked = 1; asked <= most; asked++) {
    const property = left.length > 2 ? bestProperty(properties, left) : undefined
    if (property === undefined) {
      if (left[0] === secret) return asked
      left = left.slice(1)
      continue
    }
    left = left.filter((thing) => holds(property, thing) === holds(property, secret))
  }
  return Number.POSITIVE_INFINITY
}

const HAD: ReadonlySet<string> = new Set(
  'legs,two legs,four legs,six legs,wings,fur,horns,hooves,fleece,thorns,wheels,strings'.split(','),
)
const HAD_ONE: ReadonlySet<string> = new Set('tail,shell,engine,strong smell'.split(','))
const DONE: Readonly<Record<string, string>> = {
  swims: 'swim',
  flies: 'fly',
  hunts: 'hunt',
  stings: 'sting',
  cuts: 'cut',
  writes: 'write',
  'climbs trees': 'climb trees',
  'lays eggs': 'lay eggs',
}
const UNCOUNTED: ReadonlySet<string> = new Set(['food', 'furniture', 'clothing'])
const COUNTED: ReadonlySet<string> = new Set(['common pet', 'dangerous animal'])

export const guessOf = (thing: number) => `is it ${withArticle(THINGS[thing]?.name ?? '')}?`

/** A property as a question. */
export function questionOf(property: number): string {
  const { name = '', group } = PROPERTIES[property] ?? {}
  if (group === 'material') return `is it made of ${name}?`
  if (group === 'place') return `is it found in: ${name}?`
  if (HAD.has(name)) return `does it have ${name}?`
  if (HAD_ONE.has(name)) return `does it have ${withArticle(name)}?`
  if (DONE[name]) return `does it ${DONE[name]}?`
  const isNoun = (group === 'kind' && !UNCOUNTED.has(name)) || COUNTED.has(name)
  return `is it ${isNoun ? withArticle(name) : name}?`
}

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
