import type { Knowledge } from './needs.ts'
import { planOf } from './plan.ts'
import { forbidden } from './rules.ts'
import { isLit, ofKind, roomOf, shutOf, thingOf, visibleThings, whereIs } from './things.ts'
import { type Action, CARRIED, LOCKED, OPEN, type World } from './world.ts'

/**
 * What a player would do who knows no more than they have seen: win, if the way is known; else look where nobody
 * has looked, nearest first. Null only where the game is over.
 */
export function nextAction(world: World): Action | null {
  if (world.end !== 'open') return null
  const seen: Knowledge = { room: (index) => world.seen[index] === true, hidden: false }
  return planOf(world, seen)?.[0] ?? exploring(world)
}

/** The nearest room with something to find out, and the first command towards it. */
function exploring(world: World): Action | null {
  const first = new Map<number, Action | null>([[world.here, null]])
  for (const [room, way] of first) {
    const there = room === world.here ? world : { ...world, here: room }
    const found = curiosity(there)
    if (found) return way ?? found
    const { exits, doors } = roomOf(world, room)
    for (const [direction, next] of exits.entries()) {
      const door = doors[direction] ?? -1
      if (next < 0 || first.has(next) || !world.seen[next]) continue
      if (door >= 0 && shutOf(world, door) !== OPEN) continue
      first.set(next, way ?? { verb: 'go', a: direction, b: next })
    }
  }
  return null
}

/** Something worth doing in this room, for who does not know the way yet. */
function curiosity(world: World): Action | null {
  const lamp = ofKind(world, 'lamp')
  const allowed = (action: Action) => (forbidden(world, action) === null ? action : null)
  if (!world.lit && whereIs(world, lamp) === CARRIED && knowsDark(world)) {
    return { verb: 'light', a: lamp, b: -1 }
  }
  const things = visibleThings(world)
  for (const index of things) {
    const { kind, key } = thingOf(world, index)
    const shut = shutOf(world, index)
    const found =
      kind === 'book' && !world.read
        ? allowed({ verb: 'read', a: index, b: -1 })
        : (kind === 'key' || kind === 'lamp') && whereIs(world, index) !== CARRIED
          ? { verb: 'take' as const, a: index, b: -1 }
          : shut === LOCKED && whereIs(world, key) === CARRIED
            ? { verb: 'unlock' as const, a: index, b: key }
            : shut === 1
              ? allowed({ verb: 'open', a: index, b: -1 })
              : null
    if (found) return found
  }
  return unknownWay(world)
}

/** A way into a room that was not seen yet and can be. */
function unknownWay(world: World): Action | null {
  const { exits } = roomOf(world, world.here)
  for (const [direction, next] of exits.entries()) {
    if (next < 0 || world.seen[next]) continue
    const action: Action = { verb: 'go', a: direction, b: next }
    const there = { ...world, here: next }
    if (forbidden(world, action) === null && isLit(there, next)) return action
  }
  return null
}

/** Whether a dark room was met: stood in, or looked into through an open way. */
function knowsDark(world: World): boolean {
  return world.rooms.some((room, index) => {
    if (!room.dark || isLit(world, index)) return false
    if (index === world.here) return true
    return room.exits.some((next, direction) => {
      const door = room.doors[direction] ?? -1
      return next >= 0 && world.seen[next] && (door < 0 || shutOf(world, door) === OPEN)
    })
  })
}
