import {
  canBeShut,
  cookOf,
  cutOf,
  holderOf,
  into,
  isLit,
  isPortable,
  isVisible,
  ofKind,
  roomOf,
  shutOf,
  the,
  thingOf,
  whereIs,
} from './things.ts'
import { type Action, CARRIED, CLOSED, COOKERS, DIRECTIONS, LOCKED, type World } from './world.ts'

type Rule = (world: World, a: number, b: number) => string | null

const held = (world: World, index: number) => whereIs(world, index) === CARRIED
const notHeld = (world: World, index: number) => `you do not hold ${the(world, index)}`
const anything: Rule = () => null

/** The door of the way in a direction, -1 for none. */
export const doorAt = (world: World, direction: number) =>
  roomOf(world, world.here).doors[direction] ?? -1

/** Ways there are for sure: all of them, since a way out can be felt in the dark. */
export const exitAt = (world: World, direction: number) =>
  roomOf(world, world.here).exits[direction] ?? -1

function turn(state: number, said: string, done: string): Rule {
  return (world, a) => {
    const thing = thingOf(world, a)
    if (!canBeShut(thing)) return `${the(world, a)} cannot be ${said}`
    const shut = shutOf(world, a)
    if (shut === LOCKED) return `${the(world, a)} is locked`
    return shut === state ? null : `${the(world, a)} is already ${done}`
  }
}

function withKey(from: number, said: string, already: string): Rule {
  return (world, a, b) => {
    const { key } = thingOf(world, a)
    if (key < 0) return `${the(world, a)} has no lock`
    const shut = shutOf(world, a)
    if (shut !== from) return shut === 0 ? `close ${the(world, a)} first` : already
    if (b < 0) return `say with which key you want to ${said} ${the(world, a)}`
    if (!held(world, b)) return notHeld(world, b)
    return b === key ? null : `${the(world, b)} does not fit ${the(world, a)}`
  }
}

const cut: Rule = (world, a, b) => {
  if (thingOf(world, a).kind !== 'food') return `${the(world, a)} is not for cutting`
  if (!held(world, a)) return notHeld(world, a)
  if (b < 0 || thingOf(world, b).kind !== 'knife') return 'you need a knife for that'
  if (!held(world, b)) return notHeld(world, b)
  return cutOf(world, a) === 0 ? null : `${the(world, a)} is cut already`
}

/** How a cooker cooks, 0 for what is none. */
export const wayOf = (world: World, cooker: number) =>
  cooker < 0 || thingOf(world, cooker).kind !== 'cooker'
    ? 0
    : COOKERS.indexOf(thingOf(world, cooker).name as 'oven')

/** What is missing before the meal can be made, in the cook's words. */
function missing(world: World): string | null {
  const { recipe } = world.goal
  if (recipe.length === 0) return 'there is no meal to prepare here'
  if (roomOf(world, world.here).name !== 'kitchen') return 'a meal is prepared in the kitchen'
  if (!world.read) return 'you do not know the recipe yet'
  for (const { food, cut: way, cook } of recipe) {
    if (!held(world, food)) return 'you do not hold everything the recipe needs'
    if (cutOf(world, food) !== way || cookOf(world, food) !== cook) {
      return `${the(world, food)} is not as the recipe wants it`
    }
  }
  return null
}

const rules: Readonly<Record<Action['verb'], Rule>> = {
  go(world, direction) {
    if (exitAt(world, direction) < 0) return `there is no way ${DIRECTIONS[direction] ?? ''}`
    const door = doorAt(world, direction)
    const shut = door < 0 ? 0 : shutOf(world, door)
    if (shut === 0) return null
    if (!isLit(world, world.here)) return 'something blocks the way, and you see nothing'
    return `${the(world, door)} is ${shut === CLOSED ? 'closed' : 'locked'}`
  },
  take(world, a, b) {
    if (held(world, a)) return `you already hold ${the(world, a)}`
    if (!isPortable(thingOf(world, a))) return `${the(world, a)} cannot be carried`
    return b < 0 || holderOf(world, a) === b
      ? null
      : `${the(world, a)} is not ${into(world, b)} ${the(world, b)}`
  },
  drop(world, a) {
    if (!held(world, a)) return notHeld(world, a)
    // The lamp may be where only this thing leads to.
    return isLit(world, world.here) ? null : 'it is too dark to put things down'
  },
  put(world, a, b) {
    if (b < 0) return `say where you want to put ${the(world, a)}`
    const { kind } = thingOf(world, b)
    if (kind !== 'supporter' && kind !== 'container') {
      return `nothing can be put into ${the(world, b)}`
    }
    if (!held(world, a)) return notHeld(world, a)
    if (kind === 'supporter') return null
    if (shutOf(world, b) !== 0) return `${the(world, b)} is closed`
    return thingOf(world, a).kind === 'lamp' ? `${the(world, a)} does not fit in` : null
  },
  open(world, a, b) {
    const reason = turn(CLOSED, 'opened', 'open')(world, a, b)
    return reason?.endsWith('locked') ? `${reason} (unlock it with the key that fits)` : reason
  },
  close: turn(0, 'closed', 'closed'),
  unlock: (world, a, b) =>
    withKey(LOCKED, 'unlock', `${the(world, a)} is not locked`)(world, a, b)?.replace(
      /^close .* first$/,
      `${the(world, a)} is not locked`,
    ) ?? null,
  lock: (world, a, b) => withKey(CLOSED, 'lock', `${the(world, a)} is already locked`)(world, a, b),
  light(world, a) {
    if (thingOf(world, a).kind !== 'lamp') return `${the(world, a)} cannot be lit`
    if (!held(world, a)) return notHeld(world, a)
    return world.lit ? `${the(world, a)} is already lit` : null
  },
  douse(world, a) {
    if (thingOf(world, a).kind !== 'lamp') return `${the(world, a)} cannot be turned off`
    if (!held(world, a)) return notHeld(world, a)
    return world.lit ? null : `${the(world, a)} is not lit`
  },
  eat(world, a) {
    const { kind } = thingOf(world, a)
    if (kind !== 'food' && kind !== 'meal') return `${the(world, a)} is not food`
    return held(world, a) ? null : notHeld(world, a)
  },
  read: (world, a) =>
    thingOf(world, a).kind === 'book'
      ? null
      : `there is nothing of use to read on ${the(world, a)}`,
  slice: cut,
  dice: cut,
  chop: cut,
  cook(world, a, b) {
    if (thingOf(world, a).kind !== 'food') return `${the(world, a)} is not for cooking`
    if (!held(world, a)) return notHeld(world, a)
    if (b < 0) return 'say what to cook it with: a stove, an oven or a grill you can see'
    return wayOf(world, b) > 0 ? null : `${the(world, b)} is no use for cooking`
  },
  prepare: (world) => missing(world),
  look: anything,
  inventory: anything,
  examine: anything,
  wait: anything,
  help: anything,
  task: anything,
  score: anything,
}

/** Why the rules forbid it; null for what may be done. */
export function forbidden(world: World, { verb, a, b }: Action): string | null {
  if (verb !== 'go') {
    if (a >= 0 && !isVisible(world, a)) return 'you see no such thing here'
    if (b >= 0 && !isVisible(world, b)) return 'you see no such thing here'
  }
  return rules[verb](world, a, b)
}

export const mealOf = (world: World) => ofKind(world, 'meal')
