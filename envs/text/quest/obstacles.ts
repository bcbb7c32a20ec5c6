import type { Rng } from '../../../core/index.ts'
import { addThing, anyPlace } from './furnish.ts'
import { isPortable, ofKind, placeOf, roomOf, shutOf, thingOf } from './things.ts'
import { COLOURS, LAMPS } from './vocabulary.ts'
import { type Action, CLOSED, IN, LOCKED, OPEN, opposite, type Room, type World } from './world.ts'

/** Makes a world harder in one place of its shortest solution; false where it cannot. */
export type Obstacle = (world: World, plan: readonly Action[], rng: Rng) => boolean

/** A world of which the parts that obstacles change are its own. */
export function copyOf(world: World): World {
  return {
    ...world,
    rooms: world.rooms.map((room) => ({ ...room, doors: [...room.doors] })),
    things: [...world.things],
    where: [...world.where],
    shut: [...world.shut],
    form: [...world.form],
  }
}

const said = (plan: readonly Action[], verb: Action['verb']) =>
  plan.flatMap((action) => (action.verb === verb ? [action.a] : []))

/** Something that is needed lies elsewhere. */
const hide: Obstacle = (world, plan, rng) => {
  const taken = [...said(plan, 'take'), ...said(plan, 'read')]
  if (taken.length === 0) return false
  const thing = rng.pick(taken)
  const { kind } = thingOf(world, thing)
  const place = anyPlace(world, rng, kind === 'lamp')
  if (!isPortable(thingOf(world, thing)) || place === IN + world.goal.target) return false
  world.where[thing] = place
  return true
}

/** A container that is needed is closed. */
const shut: Obstacle = (world, plan, rng) => {
  const holders = plan.flatMap(({ verb, b }) => (verb === 'take' || verb === 'put' ? [b] : []))
  const open = holders.filter(
    (index) => thingOf(world, index).kind === 'container' && shutOf(world, index) === OPEN,
  )
  if (open.length === 0) return false
  world.shut[rng.pick(open)] = CLOSED
  return true
}

/** A closed door stands in the way. */
const close: Obstacle = (world, plan, rng) => {
  const way = wayThrough(world, plan, rng)
  if (!way) return false
  const door = roomOf(world, way.room).doors[way.direction] ?? -1
  if (door < 0) return addDoor(world, way.room, way.direction, rng, CLOSED) >= 0
  if (shutOf(world, door) !== OPEN) return false
  world.shut[door] = CLOSED
  return true
}

/** Something that has to be opened is locked; its key lies somewhere. */
const lock: Obstacle = (world, plan, rng) => {
  const opened = said(plan, 'open').filter(
    (index) => shutOf(world, index) === CLOSED && thingOf(world, index).name.includes(' '),
  )
  if (opened.length === 0) return false
  const index = rng.pick(opened)
  const thing = thingOf(world, index)
  const look = thing.name.slice(0, thing.name.lastIndexOf(' '))
  const key = addThing(world, `${look} key`, 'key', anyPlace(world, rng))
  world.things[index] = { ...thing, key }
  world.shut[index] = LOCKED
  return true
}

/** A room at the end of a way, with something needed in it, is dark. */
const darken: Obstacle = (world, plan, rng) => {
  const ends = [...said(plan, 'take'), ...said(plan, 'open')]
    .map((index) => placeOf(world, index))
    .filter((room) => room >= 0 && room !== world.here && isEnd(roomOf(world, room)))
  if (ends.length === 0) return false
  const room = rng.pick(ends)
  world.rooms[room] = { ...roomOf(world, room), dark: true }
  if (ofKind(world, 'lamp') < 0) {
    addThing(world, rng.pick(LAMPS), 'lamp', anyPlace(world, rng, true))
  }
  return true
}

const isEnd = ({ name, dark, exits }: Room) =>
  !dark && name !== 'kitchen' && exits.filter((next) => next >= 0).length === 1

/** The player begins elsewhere. */
const begin: Obstacle = (world, _plan, rng) => {
  world.here = rng.int(world.rooms.length)
  return !roomOf(world, world.here).dark
}

export const obstacles = { hide, shut, close, lock, darken, begin }

function wayThrough(world: World, plan: readonly Action[], rng: Rng) {
  const ways: { room: number; direction: number }[] = []
  let room = world.here
  for (const { verb, a, b } of plan) {
    if (verb !== 'go') continue
    ways.push({ room, direction: a })
    room = b
  }
  return ways.length > 0 ? rng.pick(ways) : null
}

/** A door of a colour that no other has; -1 where none is left. */
export function addDoor(
  world: World,
  room: number,
  direction: number,
  rng: Rng,
  shutNow: number,
): number {
  const names = COLOURS.map((colour) => `${colour} door`)
  const left = names.filter((name) => world.things.every((thing) => thing.name !== name))
  const near = roomOf(world, room)
  const far = world.rooms[near.exits[direction] ?? -1]
  if (left.length === 0 || !far) return -1
  const door = addThing(world, rng.pick(left), 'door', -3, shutNow)
  world.things[door] = { ...thingOf(world, door), sides: [room, near.exits[direction] ?? -1] }
  near.doors[direction] = door
  far.doors[opposite(direction)] = door
  return door
}
