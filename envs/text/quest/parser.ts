import { didYouMean } from '../../../core/index.ts'
import { normalized, quoted } from '../commands.ts'
import { doorAt, exitAt, forbidden, wayOf } from './rules.ts'
import { cookOf, cutOf, listed, nameOf, roomOf, the, thingOf, visibleThings } from './things.ts'
import {
  COOK_VERBS,
  DIRECTION_WORDS,
  FILLER,
  KIND_WORDS,
  PREPOSITIONS,
  SPLIT,
  VERBS,
  wantsThing,
} from './verbs.ts'
import { type Action, COOK_WORDS, CUT_WORDS, DIRECTIONS, type Verb, type World } from './world.ts'

export type Parsed =
  | { readonly action: Action; readonly first: string | null }
  /** Nobody can tell what is meant; `asks` where it is a question rather than a reason. */
  | { readonly reason: string; readonly asks?: boolean }

type Found = number | { reason: string; asks?: boolean }

/** Words that begin a second command. */
const NEXT = /(?:[.;,!\n]|\band then\b|\bthen\b|\band\b)/

/** The command a player means, or why nobody can tell. Of several commands, the first. */
export function parse(world: World, text: string): Parsed {
  const said = normalized(text.length > 400 ? text.slice(0, 400) : text)
  const [one = '', ...more] = said
    .replace(/(?<=.)\?+$/, '')
    .split(NEXT)
    .map((part) => part.trim())
  const words = one.split(' ').filter((word) => word !== '' && !FILLER.has(word))
  if (words.length === 0) return { reason: 'you said nothing (say a command, such as "look")' }
  const parsed = ofWords(world, words)
  if ('reason' in parsed) return parsed
  return { action: parsed, first: more.some((part) => part !== '') ? one : null }
}

type Meant = Action | { reason: string; asks?: boolean }

function ofWords(world: World, words: readonly string[]): Meant {
  const direction = DIRECTION_WORDS.get(words[0] ?? '')
  if (direction !== undefined && words.length === 1) return { verb: 'go', a: direction, b: -1 }
  const { verb, rest, said } = verbOf(words)
  if (!verb)
    return { reason: `${quoted(words[0] ?? '')} is no verb here (${verbHint(words[0] ?? '')})` }
  if (verb === 'go') return going(world, rest)
  if (verb === 'look' && rest.length > 0) return aboutThings(world, 'examine', rest, said)
  if (wantsThing(verb)) return aboutThings(world, verb, rest, said)
  if (
    verb === 'prepare' &&
    rest.length > 0 &&
    !['meal', 'dish', 'recipe', 'food'].includes(rest.join(' '))
  ) {
    return { reason: 'you can only prepare the meal' }
  }
  return { verb, a: -1, b: -1 }
}

function verbHint(word: string): string {
  const hint = didYouMean(word.slice(0, 40), COMMON)
  return hint.startsWith('did you mean') ? hint : '"help" lists what you can say'
}
const COMMON =
  'go look inventory examine take drop put open close unlock lock light eat read'.split(' ')

function verbOf(words: readonly string[]): { verb?: Verb; rest: readonly string[]; said: string } {
  const [first = '', second] = words
  const last = words.at(-1) ?? ''
  for (let count = Math.min(4, words.length); count > 0; count--) {
    const said = words.slice(0, count).join(' ')
    const verb = VERBS.get(said)
    if (verb && count > 1) return { verb, rest: words.slice(count), said }
    if (!verb || second === undefined) {
      if (verb) return { verb, rest: [], said }
      continue
    }
    const split = words.length > 2 ? SPLIT.get(`${first} ${last}`) : undefined
    if (split) return { verb: split, rest: words.slice(1, -1), said: `${first} ${last}` }
    return { verb, rest: words.slice(1), said }
  }
  // Only the frame of a verb, as in `turn lamp on`.
  const split = SPLIT.get(`${first} ${last}`)
  return split
    ? { verb: split, rest: words.slice(1, -1), said: first }
    : { rest: words, said: first }
}

function going(world: World, rest: readonly string[]): Meant {
  const words = rest.filter((word) => !PREPOSITIONS.has(word))
  const direction = DIRECTION_WORDS.get(words[0] ?? '')
  if (direction !== undefined && words.length === 1) return { verb: 'go', a: direction, b: -1 }
  const named = words.join(' ')
  if (named === '') return { reason: 'say where to go: north, east, south or west' }
  for (let way = 0; way < 4; way++) {
    const next = exitAt(world, way)
    if (next >= 0 && world.seen[next] && roomOf(world, next).name === named) {
      return { verb: 'go', a: way, b: -1 }
    }
  }
  const door = thingCalled(world, words, 'open', (index) => thingOf(world, index).kind === 'door')
  if (typeof door === 'number') {
    for (let way = 0; way < 4; way++) {
      if (doorAt(world, way) === door) return { verb: 'go', a: way, b: -1 }
    }
  }
  return { reason: `${quoted(named)} is no direction (say ${listed(DIRECTIONS, 'or')})` }
}

function aboutThings(world: World, verb: Verb, rest: readonly string[], said: string): Meant {
  const cut = rest.findIndex((word, index) => index > 0 && PREPOSITIONS.has(word))
  const before = cut < 0 ? rest : rest.slice(0, cut)
  const after = cut < 0 ? [] : rest.slice(cut + 1)
  const phrase = before.filter((word) => !PREPOSITIONS.has(word))
  const target = after.filter((word) => !PREPOSITIONS.has(word))
  const a = thingCalled(world, phrase, verb, (index) => fits(world, verb, index))
  if (typeof a !== 'number') return a
  const place = target.join(' ')
  const isFloor = place === 'floor' || place === 'ground'
  if ((verb === 'put' || verb === 'drop') && isFloor) return { verb: 'drop', a, b: -1 }
  if (place === '' || isFloor) return { verb, a, b: secondOf(world, verb, a, said) }
  if (verb === 'drop') verb = 'put'
  const b = thingCalled(world, target, verb, (index) => fitsSecond(world, verb, a, index))
  if (typeof b !== 'number') return b
  const way = COOK_VERBS.get(said)
  if (way !== undefined && wayOf(world, b) > 0 && wayOf(world, b) !== way) {
    return { reason: `one does not ${said} with ${the(world, b)}` }
  }
  return { verb, a, b: WITH.has(verb) ? b : -1 }
}

/** Verbs of two things. */
const WITH: ReadonlySet<Verb> = new Set<Verb>(
  'take put unlock lock slice dice chop cook'.split(' ') as Verb[],
)

/** With what, where a player leaves it out and there is only one that would do. */
function secondOf(world: World, verb: Verb, a: number, said: string): number {
  if (verb === 'put' || verb === 'take' || !WITH.has(verb)) return -1
  const way = COOK_VERBS.get(said)
  const could = visibleThings(world).filter(
    (index) =>
      fitsSecond(world, verb, a, index) &&
      (way === undefined || verb !== 'cook' || wayOf(world, index) === way),
  )
  return could.length === 1 ? (could[0] ?? -1) : -1
}

/** Whether it makes sense to say the verb of it: what is not sensible is not meant. */
function fits(world: World, verb: Verb, index: number): boolean {
  if (forbidden(world, { verb, a: index, b: -1 }) === null) return true
  const { kind } = thingOf(world, index)
  if (verb === 'unlock' || verb === 'lock') {
    return world.shut[index] === (verb === 'unlock' ? 2 : 1) && thingOf(world, index).key >= 0
  }
  if (verb === 'put') return world.where[index] === -1
  if (verb === 'cook')
    return kind === 'food' && world.where[index] === -1 && cookOf(world, index) === 0
  if (verb === 'slice' || verb === 'dice' || verb === 'chop') {
    return kind === 'food' && world.where[index] === -1 && cutOf(world, index) === 0
  }
  return false
}

function fitsSecond(world: World, verb: Verb, a: number, index: number): boolean {
  const { kind } = thingOf(world, index)
  if (verb === 'unlock' || verb === 'lock') {
    return kind === 'key' && forbidden(world, { verb, a, b: index }) === null
  }
  if (verb === 'cook') return kind === 'cooker'
  if (verb === 'slice' || verb === 'dice' || verb === 'chop') {
    return kind === 'knife' && world.where[index] === -1
  }
  return index !== a && forbidden(world, { verb, a, b: index }) === null
}

function thingCalled(
  world: World,
  words: readonly string[],
  verb: Verb,
  sensible: (index: number) => boolean,
): Found {
  const visible = visibleThings(world)
  if (words.length === 0) {
    const [only, ...others] = visible.filter(sensible)
    return only !== undefined && others.length === 0 ? only : { reason: `say what to ${verb}` }
  }
  const phrase = words.join(' ')
  if (phrase === 'it' || phrase === 'them') {
    if (world.it >= 0 && visible.includes(world.it)) return world.it
    return { reason: '"it" stands for nothing you can see (name the thing)' }
  }
  if (phrase === 'all' || phrase === 'everything') return { reason: 'name one thing at a time' }
  const called: number[] = []
  for (const index of visible) {
    if (thingOf(world, index).name === phrase) return index
    if (words.every((word) => isCalled(world, index, word))) called.push(index)
  }
  if (called.length > 1) {
    const meant = called.filter(sensible)
    if (meant.length === 1) return meant[0] ?? -1
    const asked = meant.length > 1 ? meant : called
    return {
      reason: `Which do you mean, ${listed(
        asked.map((index) => the(world, index)),
        'or',
      )}?`,
      asks: true,
    }
  }
  return (
    called[0] ?? { reason: `you see no ${quoted(phrase)} here${nearest(world, phrase, visible)}` }
  )
}

/** Whether a word belongs to a thing's name, or to its kind. */
function isCalled(world: World, index: number, word: string): boolean {
  const { name, kind } = thingOf(world, index)
  if (name.length > word.length ? name.split(' ').includes(word) : name === word) return true
  if (KIND_WORDS[kind]?.includes(word)) return true
  if ((world.form[index] ?? 0) === 0) return kind === 'food' && word === 'raw'
  return word === CUT_WORDS[cutOf(world, index)] || word === COOK_WORDS[cookOf(world, index)]
}

function nearest(world: World, phrase: string, visible: readonly number[]): string {
  const said = phrase.slice(0, 40)
  const far = Math.max(2, Math.ceil(said.length / 3))
  // Only names of about the length: to compare with all of them takes longer than everything else.
  const names = visible
    .map((index) => nameOf(world, index))
    .filter((name) => Math.abs(name.length - said.length) <= far)
  const hint = names.length > 0 ? didYouMean(said, names) : ''
  return hint.startsWith('did you mean') ? ` (${hint})` : ''
}
