import { quoted } from '../commands.ts'
import { perform } from './deeds.ts'
import { parse } from './parser.ts'
import { examined, inventoryText, recipeText, roomText, scoreText, taskText } from './rendering.ts'
import { doorAt, forbidden, wayOf } from './rules.ts'
import {
  capital,
  contentsOf,
  holderOf,
  into,
  isLit,
  listed,
  a as some,
  the,
  thingOf,
} from './things.ts'
import {
  type Action,
  COOK_WORDS,
  CUT_WORDS,
  CUTS,
  DIRECTIONS,
  type Verb,
  type World,
} from './world.ts'

export interface Answer {
  /** What the player is told; empty where `invalid` says it all. */
  readonly said: string
  /** Why nothing happened, null where something did. */
  readonly invalid: string | null
}

/** Does what a player says, and tells what came of it. */
export function answerTo(world: World, text: string): Answer {
  const parsed = parse(world, text)
  if ('reason' in parsed) {
    return { said: parsed.asks ? parsed.reason : '', invalid: parsed.reason.replace(/\?$/, '') }
  }
  const { action, first } = parsed
  const only = first === null ? '' : `(One command at a time: only ${quoted(first)} counts.)\n`
  const reason = forbidden(world, action)
  // What is refused changes nothing, "it" included.
  if (reason !== null) return { said: '', invalid: reason }
  const wasLit = isLit(world, world.here)
  const before = told[action.verb](world, action)
  const isNew = carryOut(world, action)
  if (action.verb !== 'go' && action.a >= 0) world.it = action.a
  if (action.verb === 'prepare') world.it = world.goal.thing
  const room =
    action.verb === 'go' || action.verb === 'look' || isLit(world, world.here) !== wasLit
      ? roomText(world, isNew)
      : ''
  const parts = [before, room, ending(world, action)].filter((part) => part !== '')
  return { said: only + parts.join('\n'), invalid: null }
}

/** Does it; whether the room is seen for the first time. */
function carryOut(world: World, action: Action): boolean {
  perform(world, action)
  if (!isLit(world, world.here) || world.seen[world.here]) return false
  world.seen[world.here] = true
  return true
}

type Telling = (world: World, action: Action) => string

const plain =
  (verb: string): Telling =>
  (world, { a }) =>
    `You ${verb} ${the(world, a)}.`
const cut: Telling = (world, { verb, a }) =>
  `You ${verb} ${the(world, a)}: it is ${CUT_WORDS[CUTS.indexOf(verb as 'slice')] ?? ''} now.`

/** What is told of each deed, in the words of the moment before it. */
const told: Readonly<Record<Verb, Telling>> = {
  go(world, { a }) {
    const door = doorAt(world, a)
    const through = door >= 0 && isLit(world, world.here) ? ` through ${the(world, door)}` : ''
    return `You go ${DIRECTIONS[a] ?? ''}${through}.`
  },
  look: () => '',
  inventory: inventoryText,
  examine: (world, { a }) => examined(world, a),
  take(world, { a }) {
    const holder = holderOf(world, a)
    const from = holder >= 0 ? ` from ${the(world, holder)}` : ''
    return `You take ${the(world, a)}${from}.`
  },
  drop: (world, { a }) => `You put ${the(world, a)} on the floor.`,
  put: (world, { a, b }) => `You put ${the(world, a)} ${into(world, b)} ${the(world, b)}.`,
  open(world, { a }) {
    if (thingOf(world, a).kind === 'door') return `You open ${the(world, a)}.`
    const inside = contentsOf(world, a).map((index) => some(world, index))
    const what = inside.length > 0 ? `In it: ${listed(inside)}.` : 'It is empty.'
    return `You open ${the(world, a)}. ${what}`
  },
  close: plain('close'),
  unlock: (world, { a, b }) => `You unlock ${the(world, a)} with ${the(world, b)}.`,
  lock: (world, { a, b }) => `You lock ${the(world, a)} with ${the(world, b)}.`,
  light: plain('light'),
  douse: plain('turn off'),
  eat: plain('eat'),
  read: recipeText,
  slice: cut,
  dice: cut,
  chop: cut,
  cook(world, { a, b }) {
    const way = (world.form[a] ?? 0) % 10 === 0 ? (COOK_WORDS[wayOf(world, b)] ?? '') : 'burnt'
    return `You put ${the(world, a)} into the heat of ${the(world, b)}: it is ${way} now.`
  },
  prepare: () => 'You put everything together. The meal is ready, and in your hands.',
  wait: () => 'Time passes.',
  help: () =>
    'Say one command a turn: go <direction>, look, inventory, examine, take, drop, put .. on|in .., open, close, unlock .. with .., lock .. with .., light, turn off, eat, read, slice|dice|chop .. with .., cook .. with .., prepare meal, wait, task, score.',
  task: taskText,
  score: scoreText,
}

function ending(world: World, { verb, a }: Action): string {
  if (world.end === 'won') return 'That was your task: you have won.'
  if (world.end !== 'lost') return ''
  const name = capital(the(world, a))
  return verb === 'eat'
    ? `${name} was needed for your task: you have lost.`
    : `${name} is spoilt for the recipe: you have lost.`
}
