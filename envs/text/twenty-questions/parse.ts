import { normalized } from '../commands.ts'
import { biggerThan, propertiesOf, sizeOf } from './properties.ts'
import { THINGS } from './things.ts'

/** A property, or that it does not hold. */
interface Atom {
  readonly property: number
  readonly negated: boolean
}

export type Question =
  | { readonly kind: 'guess'; readonly thing: number }
  | { readonly kind: 'ask'; readonly atoms: readonly Atom[]; readonly all: boolean }
  | { readonly kind: 'unclear'; readonly why: string }

const numbers = new Map(THINGS.map(({ name }, index) => [name, index]))
const SMALL: ReadonlySet<string> = new Set(
  'is it does do can could has have had a an the thing things made out of found find in on at near from usually typically mostly normally often kind type sort colour color colored coloured there any you i one used use for to that something some live lives located place with be guess question my answer ask'.split(
    ' ',
  ),
)
const unclear = (why: string): Question => ({ kind: 'unclear', why })

/** What a player asks in simple English. */
export function questionIn(action: string, properties: readonly number[]): Question {
  const said = normalized(action)
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .trim()
  const guessed = thingIn(said)
  if (guessed !== undefined) return { kind: 'guess', thing: guessed }
  const [either, both] = [said.split(' or '), said.split(' and ')]
  if (either.length > 1 && both.length > 1) return unclear('it mixes "and" with "or"')
  if (/\b(not|no|never|neither|nor|n t)\b/.test(said)) return unclear('it is negated')
  const atoms: Atom[] = []
  for (const part of either.length > 1 ? either : both) {
    const atom = atomIn(part, properties)
    if (typeof atom === 'string') return unclear(atom)
    atoms.push(atom)
  }
  return { kind: 'ask', atoms, all: both.length > 1 }
}

/** "is it a cat", "guess cat", "cat"; what is a property as well needs an article or the word guess. */
function thingIn(said: string): number | undefined {
  const match =
    /^(?:(?:i |my )?guess(?: is)? |is it |it is |it s |(?:my|the) answer is )?(an? |the )?([a-z-]+(?: cream)?)$/.exec(
      said,
    )
  const name = match?.[2] === 'ice cream' ? 'ice-cream' : (match?.[2] ?? '')
  const thing = numbers.get(name)
  const sure = match?.[1] !== undefined || said.includes('guess')
  return sure || propertiesOf(name).length === 0 ? thing : undefined
}

function atomIn(part: string, properties: readonly number[]): Atom | string {
  const size = /\b(bigger|larger|smaller) than (?:an? |the )?([a-z-]+)$/.exec(part)
  if (size) return sizeAtom(size[1] === 'smaller', size[2] ?? '', properties)
  const phrase = part
    .split(' ')
    .filter((token) => !SMALL.has(token))
    .join(' ')
  const known = propertiesOf(phrase)
  const property = known.find((each) => properties.includes(each))
  if (property !== undefined) return { property, negated: false }
  if (known.length > 0) return 'that property is not in this game'
  if (numbers.has(phrase)) return 'guess one thing at a time'
  return 'it names nothing that can be asked about'
}

function sizeAtom(smaller: boolean, name: string, properties: readonly number[]): Atom | string {
  const size = sizeOf(name)
  if (size === undefined) return 'it compares with something unknown'
  // Smaller than a cat: not bigger than what is one size below.
  const property = biggerThan(smaller ? size - 1 : size)
  if (property === undefined || !properties.includes(property)) {
    return 'that size is not in this game'
  }
  return { property, negated: smaller }
}
