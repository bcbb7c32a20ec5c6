import { ConfigError, createRng, type Rng } from '../../../core/index.ts'
import type { Wants } from '../puzzles.ts'
import { addThing, anyPlace, emptyWorld, furnish, setGoal, snack, trinket } from './furnish.ts'
import { COSTS, checkKnobs, type Knobs, PARTS, type Share, told } from './levels.ts'
import { contentOf, drawMap, mapContent } from './map.ts'
import { addDoor, copyOf, type Obstacle, obstacles } from './obstacles.ts'
import { planOf } from './plan.ts'
import { isPortable } from './things.ts'
import { INGREDIENTS, ODD_KEYS } from './vocabulary.ts'
import { type Action, CLOSED, type Milestone, OPEN, type World } from './world.ts'

const TRIES = 40
const DOORS = 0.25

interface Wishes {
  readonly cooking: boolean
  readonly dark: boolean
  readonly locks: boolean
}

/** A world whose shortest solution has `q` commands; null where this draw came to nothing. */
export function drawWorld(rng: Rng, knobs: Knobs, wants: Wants): World | null {
  checkKnobs(knobs)
  if (!isFound(knobs)) {
    throw new ConfigError(
      `Cannot make worlds with ${told(knobs)}: no or hardly any draw came to this (choose another q, or raise w or o)`,
    )
  }
  return attempt(rng, knobs, wants)
}

function attempt(rng: Rng, knobs: Knobs, wants: Wants): World | null {
  const wishes = wishesOf(rng, knobs)
  const rooms = drawMap(rng, knobs.w, wishes.cooking)
  // Most draws for small splits end here, so the map is asked for before it is filled.
  if (rooms.length > 1 && !wants(mapContent(rooms))) return null
  let world = emptyWorld(rooms, rng.int(rooms.length))
  furnish(world, rng)
  if (!setGoal(world, rng, wishes.cooking, knobs.q)) return null
  if (rooms.length === 1 && !wants(contentOf(world))) return null
  addDoors(world, rng)
  let plan = planOf(world)
  for (let tries = 0; tries < TRIES && plan; tries++) {
    if (plan.length === knobs.q && isGranted(world, wishes)) {
      return finished(world, plan, rng, knobs)
    }
    const harder = copyOf(world)
    if (!pick(rng, wishes, world)(harder, plan, rng)) continue
    const longer = planOf(harder)
    const far = Math.abs(plan.length - knobs.q + reserved(world, wishes))
    if (!longer || Math.abs(longer.length - knobs.q + reserved(harder, wishes)) > far) continue
    world = harder
    plan = longer
  }
  return null
}

/** Coins for what some worlds have, as far as the commands reach. */
function wishesOf(rng: Rng, knobs: Knobs): Wishes {
  const wishes = { cooking: false, dark: false, locks: false }
  let left = knobs.q - 1
  const grant = (part: (typeof PARTS)[number]) => {
    wishes[part] = true
    left -= COSTS[part]
  }
  for (const part of PARTS) if (knobs[part] === 'all') grant(part)
  for (const part of rng.shuffle(PARTS)) {
    const tossed: Share = knobs[part]
    const isRoom = left >= COSTS[part] && (part !== 'dark' || knobs.w > 1)
    if (tossed === 'some' && rng.chance(0.5) && isRoom) grant(part)
  }
  return wishes
}

const TRIALS = 200
const ENOUGH = 2
const found = new Map<string, boolean>()

/** Whether some of a few draws succeed, so that nobody waits for thousands that cannot. */
function isFound(knobs: Knobs): boolean {
  const key = told(knobs)
  const known = found.get(key)
  if (known !== undefined) return known
  const rng = createRng(0)
  let hits = 0
  for (let trial = 0; trial < TRIALS && hits < ENOUGH; trial++) {
    if (attempt(rng, knobs, () => true)) hits++
  }
  found.set(key, hits >= ENOUGH)
  return hits >= ENOUGH
}

function pick(rng: Rng, wishes: Wishes, world: World): Obstacle {
  if (wishes.dark && !isDark(world) && rng.chance(0.7)) return obstacles.darken
  if (wishes.locks && !isLocked(world) && rng.chance(0.7)) return obstacles.lock
  const { hide, shut, close, lock, begin } = obstacles
  return rng.pick([hide, hide, shut, close, begin, wishes.locks ? lock : hide])
}

const isDark = ({ rooms }: World) => rooms.some(({ dark }) => dark)
const isLocked = ({ things }: World) => things.some(({ key }) => key >= 0)

const isGranted = (world: World, wishes: Wishes) =>
  (!wishes.dark || isDark(world)) && (!wishes.locks || isLocked(world))

/** Commands to be kept for wishes that are still open. */
const reserved = (world: World, wishes: Wishes) =>
  (wishes.dark && !isDark(world) ? COSTS.dark : 0) +
  (wishes.locks && !isLocked(world) ? COSTS.locks : 0)

function addDoors(world: World, rng: Rng): void {
  for (const [room, { exits }] of world.rooms.entries()) {
    for (const [direction, next] of exits.entries()) {
      if (next > room && rng.chance(DOORS)) {
        addDoor(world, room, direction, rng, rng.chance(0.5) ? CLOSED : OPEN)
      }
    }
  }
}

/** With things of no use up to the number asked for, and the milestones of the plan. */
function finished(world: World, plan: readonly Action[], rng: Rng, { o }: Knobs): World | null {
  const carried = world.things.filter((thing) => isPortable(thing) && thing.kind !== 'meal').length
  if (carried > o) return null
  for (let count = carried; count < o; count++) {
    const kind = rng.int(8)
    const place = anyPlace(world, rng)
    const food =
      kind < 2 ? snack(world, rng, world.goal.kind === 'cook' ? INGREDIENTS : undefined) : null
    const key = `${rng.pick(ODD_KEYS)} key`
    if (food) addThing(world, food, 'food', place)
    else if (kind === 2 && isLocked(world) && world.things.every(({ name }) => name !== key)) {
      addThing(world, key, 'key', place)
    } else addThing(world, trinket(world, rng), 'thing', place)
  }
  world.milestones = milestonesOf(world, plan)
  world.done = world.milestones.map(() => false)
  world.seen[world.here] = true
  return world
}

/** The first arrival in each room of the plan, and all that is done there. */
function milestonesOf({ here }: World, plan: readonly Action[]): Milestone[] {
  const met = new Set([here])
  return plan.flatMap(({ verb, a, b }): Milestone[] => {
    if (verb !== 'go') return [{ verb, a }]
    if (met.has(b)) return []
    met.add(b)
    return [{ verb, a: b }]
  })
}
