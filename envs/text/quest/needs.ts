import { isShutAway } from './deeds.ts'
import {
  cookOf,
  cutOf,
  holderOf,
  isLit,
  ofKind,
  placeOf,
  shutOf,
  thingOf,
  whereIs,
} from './things.ts'
import {
  type Action,
  CARRIED,
  COOKERS,
  CUTS,
  type Ingredient,
  LOCKED,
  NOWHERE,
  OPEN,
  type World,
} from './world.ts'

/** One thing to do: once, in one of these rooms (null: anywhere), after those in the mask. */
export type Need = {
  action: Action
  rooms: readonly number[] | null
  after: number
  /** Whether there is no way around it. */
  needed: boolean
}

export interface Problem {
  readonly needs: readonly Need[]
  /** What must be done in the end. */
  readonly goal: number
  /** By room: what must be done before anything can be seen there; -1 where light is out of reach. */
  readonly light: readonly number[]
  /** By thing: the need that opens it, for doors that are shut. */
  readonly opens: ReadonlyMap<number, number>
}

/** Bits of a mask. */
const MOST_NEEDS = 30

/** What a planner may use: everything, or what the player has seen. */
export interface Knowledge {
  /** Whether the inside of the room is known. */
  room(index: number): boolean
  /** Whether what lies in something shut, and the recipe before it is read, is known. */
  readonly hidden: boolean
}

export const everything: Knowledge = { room: () => true, hidden: true }

/** A problem while it is being written down. */
type Draft = {
  readonly world: World
  readonly knows: Knowledge
  readonly needs: Need[]
  /** By key, so that each is made once. */
  readonly known: Map<number, number>
  /** Something was out of reach. */
  failed: boolean
  /** Whether what is written down now has no way around it. */
  needed: boolean
}

/** Keys of needs: a thing's index tells what is to be taken. */
const OPENED = 100
const UNLOCKED = 200
const LAST = 300
const PREPARED = 301
const READ = 302
const LAMP_LIT = 303
const CUT = 400
const COOKED = 500

/** What is left to do for the quest, as needs that never have to be undone; null where something is out of reach. */
export function problemOf(world: World, knows: Knowledge): Problem | null {
  const draft: Draft = { world, knows, needs: [], known: new Map(), failed: false, needed: true }
  const goal = won(draft)
  if (draft.failed || goal === 0) return null
  draft.needed = false
  const light = lights(world, knows, () => optional(draft, lampLit))
  const opens = new Map<number, number>()
  for (let index = 0; index < world.things.length; index++) {
    if (thingOf(world, index).kind !== 'door' || shutOf(world, index) === OPEN) continue
    if (optional(draft, () => opened(draft, index)) >= 0) {
      opens.set(index, draft.known.get(OPENED + index) ?? -1)
    }
  }
  return draft.needs.length > MOST_NEEDS ? null : { needs: draft.needs, goal, light, opens }
}

const act = (verb: Action['verb'], a: number, b = -1): Action => ({ verb, a, b })

/** The mask of a need; made once, before what it needs itself. */
function need(
  { needs, known, needed }: Draft,
  key: number,
  action: Action,
  rooms: Need['rooms'],
  after: () => number,
): number {
  const found = known.get(key)
  if (found !== undefined) return 1 << found
  const index = needs.length
  known.set(key, index)
  const made: Need = { action, rooms, after: 0, needed }
  needs.push(made)
  made.after = after()
  return 1 << index
}

function outOfReach(draft: Draft): number {
  draft.failed = true
  return 0
}

/** What is out of reach here is merely no way. */
function optional(draft: Draft, make: (draft: Draft) => number): number {
  const [count, before] = [draft.needs.length, draft.failed]
  draft.failed = false
  const mask = make(draft)
  const ok = !draft.failed
  draft.failed = before
  if (ok) return mask
  for (const [key, index] of draft.known) if (index >= count) draft.known.delete(key)
  draft.needs.length = count
  return -1
}

function won(draft: Draft): number {
  const { world, knows } = draft
  const { kind, thing, target } = world.goal
  if (kind === 'cook') return mealEaten(draft)
  // Who holds it already has won.
  if (kind === 'take') return held(draft, thing)
  if (kind === 'eat') return need(draft, LAST, act('eat', thing), null, () => held(draft, thing))
  if (kind === 'open') {
    return knows.room(placeOf(world, thing)) ? opened(draft, thing) : outOfReach(draft)
  }
  const room = whereIs(world, target)
  if (!knows.room(room)) return outOfReach(draft)
  return need(draft, LAST, act('put', thing, target), [room], () => {
    return held(draft, thing) | opened(draft, target)
  })
}

function held(draft: Draft, thing: number): number {
  const { world, knows } = draft
  const where = whereIs(world, thing)
  if (where === CARRIED) return 0
  const place = placeOf(world, thing)
  if (where === NOWHERE || place < 0 || !knows.room(place)) return outOfReach(draft)
  const holder = holderOf(world, thing)
  if (!knows.hidden && isShutAway(world, thing)) return outOfReach(draft)
  return need(draft, thing, act('take', thing, holder), [place], () =>
    holder >= 0 ? opened(draft, holder) : 0,
  )
}

function opened(draft: Draft, thing: number): number {
  const { world, knows } = draft
  const shut = shutOf(world, thing)
  if (shut === OPEN) return 0
  const { kind, sides, key } = thingOf(world, thing)
  const rooms = kind === 'door' ? sides : [placeOf(world, thing)]
  if (!rooms.some((room) => knows.room(room))) return outOfReach(draft)
  return need(draft, OPENED + thing, act('open', thing), rooms, () =>
    shut === LOCKED
      ? need(draft, UNLOCKED + thing, act('unlock', thing, key), rooms, () => held(draft, key))
      : 0,
  )
}

function lampLit(draft: Draft): number {
  const lamp = ofKind(draft.world, 'lamp')
  if (lamp < 0) return outOfReach(draft)
  if (draft.world.lit) return held(draft, lamp)
  return need(draft, LAMP_LIT, act('light', lamp), null, () => held(draft, lamp))
}

function mealEaten(draft: Draft): number {
  const { world, knows } = draft
  if (!world.read && !knows.hidden) return outOfReach(draft)
  const kitchen = world.rooms.findIndex(({ name }) => name === 'kitchen')
  if (!knows.room(kitchen)) return outOfReach(draft)
  const meal = ofKind(world, 'meal')
  if (whereIs(world, meal) !== NOWHERE) {
    return need(draft, LAST, act('eat', meal), null, () => held(draft, meal))
  }
  return need(draft, LAST, act('eat', meal), null, () =>
    need(draft, PREPARED, act('prepare', -1), [kitchen], () =>
      world.goal.recipe.reduce(
        (mask, ingredient) => mask | ingredientReady(draft, ingredient),
        world.read ? 0 : recipeRead(draft),
      ),
    ),
  )
}

function recipeRead(draft: Draft): number {
  const book = ofKind(draft.world, 'book')
  const place = placeOf(draft.world, book)
  const holder = holderOf(draft.world, book)
  return need(draft, READ, act('read', book), place < 0 ? null : [place], () =>
    holder >= 0 ? opened(draft, holder) : 0,
  )
}

function ingredientReady(draft: Draft, { food, cut, cook }: Ingredient): number {
  const { world, knows } = draft
  let mask = held(draft, food)
  if (cut > 0 && cutOf(world, food) === 0) {
    const knife = ofKind(world, 'knife')
    mask |= need(draft, CUT + food, act(CUTS[cut] as 'slice', food, knife), null, () => {
      return held(draft, food) | held(draft, knife)
    })
  }
  if (cook > 0 && cookOf(world, food) === 0) {
    const cooker = world.things.findIndex(({ name }) => name === COOKERS[cook])
    const place = whereIs(world, cooker)
    if (!knows.room(place)) return outOfReach(draft)
    const action = act('cook', food, cooker)
    mask |= need(draft, COOKED + food, action, [place], () => held(draft, food))
  }
  return mask
}

function lights(world: World, knows: Knowledge, lamp: () => number): number[] {
  let mask: number | null = null
  return world.rooms.map((_, room) => {
    if (isLit(world, room)) return 0
    if (!knows.hidden && !knows.room(room) && room !== world.here) return -1
    mask ??= lamp()
    return mask
  })
}
