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
import { type Action, CARRIED, COOKERS, CUTS, LOCKED, NOWHERE, OPEN, type World } from './world.ts'

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

/** What is left to do for the quest, as needs that never have to be undone; null where something is out of reach. */
export function problemOf(world: World, knows: Knowledge): Problem | null {
  const needs: Need[] = []
  const known = new Map<number, number>()
  const opens = new Map<number, number>()
  let failed = false

  /** The mask of a need; made once, before what it needs itself. */
  function need(key: number, action: Action, rooms: Need['rooms'], after: () => number): number {
    const found = known.get(key)
    if (found !== undefined) return 1 << found
    const index = needs.length
    known.set(key, index)
    const made: Need = { action, rooms, after: 0, needed: collecting }
    needs.push(made)
    made.after = after()
    return 1 << index
  }
  let collecting = true

  const give = (): number => {
    failed = true
    return 0
  }
  const act = (verb: Action['verb'], a: number, b = -1): Action => ({ verb, a, b })

  function hold(thing: number): number {
    const where = whereIs(world, thing)
    if (where === CARRIED) return 0
    const place = placeOf(world, thing)
    if (where === NOWHERE || place < 0 || !knows.room(place)) return give()
    const holder = holderOf(world, thing)
    if (!knows.hidden && isShutAway(world, thing)) return give()
    return need(thing, act('take', thing, holder), [place], () => (holder >= 0 ? open(holder) : 0))
  }

  function open(thing: number): number {
    const shut = shutOf(world, thing)
    if (shut === OPEN) return 0
    const { kind, sides, key } = thingOf(world, thing)
    const rooms = kind === 'door' ? sides : [placeOf(world, thing)]
    if (!rooms.some((room) => knows.room(room))) return give()
    return need(100 + thing, act('open', thing), rooms, () =>
      shut === LOCKED ? need(200 + thing, act('unlock', thing, key), rooms, () => hold(key)) : 0,
    )
  }

  function cook(): number {
    const book = ofKind(world, 'book')
    if (!world.read && !knows.hidden) return give()
    const kitchen = world.rooms.findIndex(({ name }) => name === 'kitchen')
    if (!knows.room(kitchen)) return give()
    const meal = ofKind(world, 'meal')
    if (whereIs(world, meal) === CARRIED) return need(300, act('eat', meal), null, () => 0)
    if (whereIs(world, meal) !== NOWHERE) {
      return need(300, act('eat', meal), null, () => hold(meal))
    }
    return need(300, act('eat', meal), null, () =>
      need(301, act('prepare', -1), [kitchen], () => {
        let mask = 0
        if (!world.read) mask |= readBook(book)
        for (const ingredient of world.goal.recipe) mask |= prepared(ingredient)
        return mask
      }),
    )
  }

  function readBook(book: number): number {
    const place = placeOf(world, book)
    const holder = holderOf(world, book)
    return need(302, act('read', book), place < 0 ? null : [place], () =>
      holder >= 0 ? open(holder) : 0,
    )
  }

  function prepared({ food, cut, cook: way }: World['goal']['recipe'][number]): number {
    let mask = hold(food)
    if (cut > 0 && cutOf(world, food) === 0) {
      const knife = ofKind(world, 'knife')
      mask |= need(400 + food, act(CUTS[cut] as 'slice', food, knife), null, () => {
        return hold(food) | hold(knife)
      })
    }
    if (way > 0 && cookOf(world, food) === 0) {
      const cooker = world.things.findIndex(({ name }) => name === COOKERS[way])
      const place = whereIs(world, cooker)
      if (!knows.room(place)) return give()
      mask |= need(500 + food, act('cook', food, cooker), [place], () => hold(food))
    }
    return mask
  }

  function goal(): number {
    const { kind, thing, target } = world.goal
    if (kind === 'cook') return cook()
    if (kind === 'take') {
      // Who holds it already has to lay it down to take it: no quest begins so, and none goes on after it.
      return hold(thing)
    }
    if (kind === 'eat') return need(300, act('eat', thing), null, () => hold(thing))
    if (kind === 'open') {
      if (!knows.room(placeOf(world, thing))) return give()
      // One that was shut again by its finder is won already.
      return open(thing)
    }
    if (!knows.room(whereIs(world, target))) return give()
    return need(300, act('put', thing, target), [whereIs(world, target)], () => {
      return hold(thing) | open(target)
    })
  }

  /** What is out of reach here is merely no way. */
  function optional(make: () => number): number {
    const [count, before] = [needs.length, failed]
    failed = false
    const mask = make()
    const ok = !failed
    failed = before
    if (ok) return mask
    for (const [key, index] of known) if (index >= count) known.delete(key)
    needs.length = count
    return -1
  }

  const mask = goal()
  if (failed || mask === 0) return null
  collecting = false
  const light = lights(world, knows, () => optional(lamp))
  for (let index = 0; index < world.things.length; index++) {
    if (thingOf(world, index).kind !== 'door' || shutOf(world, index) === OPEN) continue
    if (optional(() => open(index)) >= 0) opens.set(index, known.get(100 + index) ?? -1)
  }
  return needs.length > MOST_NEEDS ? null : { needs, goal: mask, light, opens }

  function lamp(): number {
    const index = ofKind(world, 'lamp')
    if (index < 0) return give()
    return world.lit ? hold(index) : need(303, act('light', index), null, () => hold(index))
  }
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
