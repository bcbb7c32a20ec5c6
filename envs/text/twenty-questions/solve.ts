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

/** How many questions the best ones take for a thing. */
export function questionsFor(
  secret: number,
  things: readonly number[],
  properties: readonly number[],
): number {
  let left = things
  for (let asked = 1; ; asked++) {
    const property = left.length > 2 ? bestProperty(properties, left) : undefined
    if (property === undefined) {
      if (left[0] === secret) return asked
      left = left.slice(1)
      continue
    }
    left = left.filter((thing) => holds(property, thing) === holds(property, secret))
  }
}

const HAD: ReadonlySet<string> = new Set('legs horns thorns wheels engine fleece'.split(' '))
const DONE: ReadonlySet<string> = new Set(
  'swims flies jumps climbs hunts stings smells writes'.split(' '),
)

export const guessOf = (thing: number) => `is it ${withArticle(THINGS[thing]?.name ?? '')}?`

/** A property as a question. */
export function questionOf(property: number): string {
  const { name = '', group, aliases = [] } = PROPERTIES[property] ?? {}
  if (group === 'kind') {
    const uncounted = ['food', 'furniture', 'clothing'].includes(name)
    return `is it ${uncounted ? name : withArticle(name)}?`
  }
  if (group === 'material') return `is it made of ${name}?`
  if (group === 'place') return `is it found in: ${name}?`
  if (HAD.has(name)) return `does it have ${name}?`
  return DONE.has(name) ? `does it ${aliases[1]}?` : `is it ${name}?`
}

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
