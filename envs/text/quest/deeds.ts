import { exitAt, mealOf, wayOf } from './rules.ts'
import { cookOf, holderOf, isForQuest, shutOf, thingOf } from './things.ts'
import {
  type Action,
  BURNT,
  CARRIED,
  CLOSED,
  CUTS,
  IN,
  LOCKED,
  NOWHERE,
  OPEN,
  type Verb,
  type World,
} from './world.ts'

/** Does what the rules allow, and counts what the quest wanted. */
export function perform(world: World, action: Action): void {
  const { verb, a, b } = action
  const deed = deeds[verb]
  if (!deed) return
  deed(world, a, b)
  if (spoils(world, action)) world.end = 'lost'
  else if (isWon(world, action)) world.end = 'won'
  // Put elsewhere, it is no step of the quest.
  if (verb !== 'put' || world.end === 'won') mark(world, verb, verb === 'go' ? world.here : a)
}

type Deed = (world: World, a: number, b: number) => void

const shutTo =
  (shut: number): Deed =>
  (world, a) => {
    world.shut[a] = shut
  }
const cutTo =
  (way: number): Deed =>
  (world, a) => {
    world.form[a] = 10 * way + cookOf(world, a)
  }

const deeds: Partial<Record<Verb, Deed>> = {
  go(world, direction) {
    world.here = exitAt(world, direction)
  },
  take(world, a) {
    world.where[a] = CARRIED
  },
  drop(world, a) {
    world.where[a] = world.here
  },
  put(world, a, b) {
    world.where[a] = IN + b
  },
  open: shutTo(OPEN),
  close: shutTo(CLOSED),
  unlock: shutTo(CLOSED),
  lock: shutTo(LOCKED),
  light(world) {
    world.lit = true
  },
  douse(world) {
    world.lit = false
  },
  eat(world, a) {
    world.where[a] = NOWHERE
  },
  read(world) {
    world.read = true
  },
  slice: cutTo(CUTS.indexOf('slice')),
  dice: cutTo(CUTS.indexOf('dice')),
  chop: cutTo(CUTS.indexOf('chop')),
  cook(world, a, b) {
    const cook = cookOf(world, a) === 0 ? wayOf(world, b) : BURNT
    world.form[a] = (world.form[a] ?? 0) - cookOf(world, a) + cook
  },
  prepare(world) {
    for (const { food } of world.goal.recipe) world.where[food] = NOWHERE
    world.where[mealOf(world)] = CARRIED
  },
}

function isWon({ goal }: World, { verb, a, b }: Action): boolean {
  if (goal.kind === 'cook') return verb === 'eat' && a === goal.thing
  return verb === goal.kind && a === goal.thing && (goal.kind !== 'put' || b === goal.target)
}

/** What cannot be undone, done to what the quest needs. */
function spoils(world: World, { verb, a }: Action): boolean {
  const { goal } = world
  if (verb === 'eat') return isForQuest(world, a) && goal.kind !== 'eat'
  const wanted = goal.recipe.find(({ food }) => food === a)
  if (!wanted) return false
  const cut = CUTS.indexOf(verb as 'slice')
  if (cut > 0) return cut !== wanted.cut
  return verb === 'cook' && cookOf(world, a) !== wanted.cook
}

function mark({ milestones, done }: World, verb: Verb, a: number): void {
  for (let index = 0; index < milestones.length; index++) {
    const milestone = milestones[index]
    if (milestone?.verb === verb && milestone.a === a) done[index] = true
  }
}

/** Share of the milestones that were passed; 1 exactly for a quest that is won. */
export function progressOf({ done, end }: World): number {
  return end === 'won' ? 1 : Math.min(scoreOf(done), done.length - 1) / done.length
}

export function scoreOf(done: readonly boolean[]): number {
  let score = 0
  for (const passed of done) if (passed) score++
  return score
}

/** Whether a thing lies in something shut. */
export function isShutAway(world: World, index: number): boolean {
  const holder = holderOf(world, index)
  return (
    holder >= 0 && thingOf(world, holder).kind === 'container' && shutOf(world, holder) !== OPEN
  )
}
