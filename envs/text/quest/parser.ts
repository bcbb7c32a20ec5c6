import { didYouMean } from '../../../core/index.ts'
import { normalized, quoted } from '../commands.ts'
import { thingCalled } from './naming.ts'
import { doorAt, exitAt, forbidden, wayOf } from './rules.ts'
import { cookOf, cutOf, listed, roomOf, the, thingOf, visibleThings } from './things.ts'
import {
  COOK_VERBS,
  DIRECTION_WORDS,
  FILLER,
  LEAD_WORDS,
  LEADS,
  PREPOSITIONS,
  SPLIT,
  VAGUE_CUTS,
  VERBS,
  wantsThing,
} from './verbs.ts'
import { type Action, CUTS, DIRECTIONS, type Verb, type World } from './world.ts'

export type Parsed =
  | { readonly action: Action; readonly first: string | null }
  /** Nobody can tell what is meant; `asks` where it is a question rather than a reason. */
  | { readonly reason: string; readonly asks?: boolean }

/** Words that begin a second command. */
const NEXT = /(?:[.;,!]|\band then\b|\bthen\b|\band\b)/

const LINES = /[\n\v\f\r\u0085\u2028\u2029]/
/** Marks around a command, as of a quotation or a prompt. */
const AROUND = /^[\s"'`*>]+|[\s"'`*]+$|(?<=.)\?+$/g

/** The command a player means, or why nobody can tell. Of several commands, the first. */
export function parse(world: World, text: string): Parsed {
  const lines = (text.length > 400 ? text.slice(0, 400) : text).split(LINES).map(normalized)
  const commands = lines
    .flatMap((line) => line.split(NEXT))
    .map((part) => part.replace(AROUND, ''))
    .filter((part) => isCommand(wordsOf(part)))
  const [one = '', ...more] = commands
  const words = withoutLead(wordsOf(one))
  if (words.length === 0) return { reason: 'you said nothing (say a command, such as "look")' }
  const parsed = ofWords(world, words)
  if ('reason' in parsed) return parsed
  return { action: parsed, first: more.length > 0 ? one : null }
}

const wordsOf = (part: string) => part.split(' ').filter((word) => word !== '' && !FILLER.has(word))

/** Whether there is more in it than courtesies: `ok`, but not `i`, which is a command. */
const isCommand = (words: readonly string[]) =>
  words.length > 0 && (words[0] === 'i' || !LEADS.has(words.join(' ')))

/** `I want to go north` without what says only that somebody wants it. */
function withoutLead(words: readonly string[]): readonly string[] {
  if (!LEAD_WORDS.has(words[0] ?? '')) return words
  for (let count = Math.min(3, words.length - 1); count > 0; count--) {
    if (LEADS.has(words.slice(0, count).join(' '))) return withoutLead(words.slice(count))
  }
  return words
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
  if (VAGUE_CUTS.has(said)) return cutting(world, aboutThings(world, verb, rest, said))
  if (wantsThing(verb)) return aboutThings(world, verb, rest, said)
  if (
    verb === 'prepare' &&
    rest.length > 0 &&
    !['meal', 'dish', 'recipe', 'food'].includes(rest.join(' '))
  ) {
    return { reason: 'you can only prepare the meal' }
  }
  if (verb !== 'prepare' && rest.length > 0) {
    return {
      reason: `${quoted(rest.join(' '))} means nothing after ${quoted(said)} (say only ${quoted(said)})`,
    }
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

/** Which way of cutting is meant by `cut`: the recipe's, once it was read. */
function cutting(world: World, meant: Meant): Meant {
  if ('reason' in meant || forbidden(world, meant) !== null) return meant
  const wanted = world.read ? world.goal.recipe.find(({ food }) => food === meant.a) : undefined
  if (wanted && wanted.cut > 0) return { ...meant, verb: CUTS[wanted.cut] as 'slice' }
  return { reason: `Do you want to slice, dice or chop ${the(world, meant.a)}?`, asks: true }
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
