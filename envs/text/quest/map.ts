import type { Rng } from '../../../core/index.ts'
import { thingOf } from './things.ts'
import { ROOMS } from './vocabulary.ts'
import { opposite, type Room, type World } from './world.ts'

const STEPS = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
] as const
const LOOPS = 0.15

/** Rooms on a grid, each grown onto another; a few more ways make loops. */
export function drawMap(rng: Rng, count: number, withKitchen: boolean): Room[] {
  const others = rng.shuffle(Object.keys(ROOMS).filter((name) => name !== 'kitchen'))
  const names = withKitchen ? ['kitchen', ...others] : others
  const rooms: Room[] = []
  const at = (x: number, y: number) => rooms.findIndex((room) => room.x === x && room.y === y)
  for (const name of names.slice(0, count)) {
    const room = { name, mood: rng.int(2), dark: false, x: 0, y: 0, exits: [], doors: [] }
    rooms.push({ ...room, exits: [-1, -1, -1, -1], doors: [-1, -1, -1, -1] })
    if (rooms.length === 1) continue
    for (;;) {
      const from = rng.int(rooms.length - 1)
      const direction = rng.int(4)
      const x = (rooms[from]?.x ?? 0) + (STEPS[direction]?.[0] ?? 0)
      const y = (rooms[from]?.y ?? 0) + (STEPS[direction]?.[1] ?? 0)
      if (at(x, y) >= 0 && at(x, y) !== rooms.length - 1) continue
      if (x === 0 && y === 0) continue
      const added = rooms[rooms.length - 1] as Room
      added.x = x
      added.y = y
      join(rooms, from, direction, rooms.length - 1)
      break
    }
  }
  for (const [index, { x, y, exits }] of rooms.entries()) {
    for (const direction of [0, 1]) {
      const next = at(x + (STEPS[direction]?.[0] ?? 0), y + (STEPS[direction]?.[1] ?? 0))
      if (next >= 0 && exits[direction] === -1 && rng.chance(LOOPS)) {
        join(rooms, index, direction, next)
      }
    }
  }
  return rooms
}

function join(rooms: readonly Room[], from: number, direction: number, to: number): void {
  const [near, far] = [rooms[from], rooms[to]]
  if (!near || !far) return
  near.exits[direction] = to
  far.exits[opposite(direction)] = from
}

/** What makes a map this map, however it was drawn: names, and where the ways lead. */
export const mapContent = (rooms: readonly Room[]) =>
  rooms
    .map(({ name, exits }) => [name, ...exits.map((next) => rooms[next]?.name ?? '')])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))

/** What the splits divide: the map; of a single room, of which there are few, what is to be done there too. */
export const contentOf = (world: World) =>
  world.rooms.length > 1 ? mapContent(world.rooms) : [mapContent(world.rooms), aimOf(world)]

function aimOf(world: World) {
  const { kind, thing, target, recipe } = world.goal
  const name = (index: number) => thingOf(world, index).name
  return [
    kind,
    name(thing),
    name(target),
    ...recipe.map(({ food, cut, cook }) => `${name(food)} ${cut} ${cook}`).sort(),
  ]
}
