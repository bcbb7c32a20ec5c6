import type { Rng } from '../../../core/index.ts'
import {
  CONTAINER_LOOKS,
  CONTAINERS,
  INGREDIENTS,
  KNIVES,
  OUTDOORS,
  REASONS,
  SNACKS,
  SUPPORTER_LOOKS,
  SUPPORTERS,
  TRINKET_LOOKS,
  TRINKETS,
} from './vocabulary.ts'
import {
  CLOSED,
  COOKERS,
  type Goal,
  IN,
  type Ingredient,
  type Kind,
  NOWHERE,
  OPEN,
  type Room,
  type World,
} from './world.ts'

const OFTEN_SHUT = 0.5
const SECOND_PIECE = 0.5

export function emptyWorld(rooms: Room[], here: number): World {
  return {
    rooms,
    things: [],
    goal: { kind: 'take', thing: -1, target: -1, recipe: [], told: 0 },
    milestones: [],
    here,
    where: [],
    shut: [],
    form: [],
    lit: false,
    read: false,
    seen: rooms.map(() => false),
    done: [],
    end: 'open',
    it: -1,
  }
}

export function addThing(
  world: World,
  name: string,
  kind: Kind,
  where: number,
  shut = OPEN,
): number {
  world.things.push({ name, kind, key: -1, sides: [] })
  world.where.push(where)
  world.shut.push(shut)
  world.form.push(0)
  return world.things.length - 1
}

/** Furniture of every room, of which no two pieces have the same name. */
export function furnish(world: World, rng: Rng): void {
  const looks = rng.shuffle(CONTAINER_LOOKS)
  const used = new Set<string>()
  for (const [room, { name }] of world.rooms.entries()) {
    if (name === 'kitchen') {
      addThing(world, 'stove', 'cooker', room)
      addThing(world, 'oven', 'cooker', room)
      addThing(world, 'kitchen counter', 'supporter', room)
      addThing(world, 'fridge', 'container', room, CLOSED)
      continue
    }
    const count = rng.chance(SECOND_PIECE) ? 2 : 1
    for (let piece = 0; piece < count; piece++) {
      const look = rng.chance(0.5) ? looks.pop() : undefined
      const shut = rng.chance(OFTEN_SHUT) ? CLOSED : OPEN
      if (look) addThing(world, `${look} ${rng.pick(CONTAINERS)}`, 'container', room, shut)
      else {
        const named = unused(used, () => `${rng.pick(SUPPORTER_LOOKS)} ${rng.pick(SUPPORTERS)}`)
        addThing(world, named, 'supporter', room)
      }
    }
  }
}

/** Anywhere a thing may lie: a floor, or in or on a piece of furniture. */
export function anyPlace(world: World, rng: Rng, isLamp = false): number {
  for (;;) {
    const index = rng.int(world.things.length + 1)
    const kind = world.things[index]?.kind
    if (index === world.things.length) return rng.int(world.rooms.length)
    if (kind === 'supporter' || (kind === 'container' && !isLamp)) return IN + index
    if (rng.chance(0.05)) return rng.int(world.rooms.length)
  }
}

export function unused(used: Set<string>, draw: () => string): string {
  for (;;) {
    const name = draw()
    if (used.has(name)) continue
    used.add(name)
    return name
  }
}

/** A thing of no use, or of any. */
export function trinket(world: World, rng: Rng): string {
  const names = new Set(world.things.map(({ name }) => name))
  return unused(names, () => {
    const noun = rng.pick(TRINKETS)
    return rng.chance(0.6) ? `${rng.pick(TRINKET_LOOKS)} ${noun}` : noun
  })
}

export function snack(world: World, rng: Rng, names: readonly string[] = SNACKS): string | null {
  const left = names.filter((name) => world.things.every((thing) => thing.name !== name))
  return left.length > 0 ? rng.pick(left) : null
}

/** What the player is to do, with the things it needs, lying about. */
export function setGoal(world: World, rng: Rng, cooking: boolean, q: number): boolean {
  const told = rng.int(2 * REASONS.length)
  const goal = (kind: Goal['kind'], thing: number, target = -1): Goal => ({
    kind,
    thing,
    target,
    recipe: [],
    told,
  })
  const kind = cooking ? 'cook' : rng.pick(['put', 'put', 'put', 'take', 'eat', 'open'] as const)
  if (kind === 'cook') {
    world.goal = { ...goal('cook', -1), recipe: recipe(world, rng, q) }
    world.goal.thing = addThing(world, 'meal', 'meal', NOWHERE)
    return true
  }
  if (kind === 'open') {
    const shut = world.things.flatMap(({ kind }, index) => (kind === 'container' ? [index] : []))
    if (shut.length === 0) return false
    const thing = rng.pick(shut)
    world.shut[thing] = CLOSED
    world.goal = goal('open', thing)
    return true
  }
  const name = kind === 'eat' ? (snack(world, rng) ?? 'apple') : trinket(world, rng)
  const place = anyPlace(world, rng)
  const thing = addThing(world, name, kind === 'eat' ? 'food' : 'thing', place)
  const targets = world.things.flatMap((each, index) =>
    (each.kind === 'supporter' || each.kind === 'container') && place !== IN + index ? [index] : [],
  )
  if (kind === 'put' && targets.length === 0) return false
  world.goal = goal(kind, thing, kind === 'put' ? rng.pick(targets) : -1)
  return true
}

function recipe(world: World, rng: Rng, q: number): Ingredient[] {
  const kitchen = world.rooms.findIndex(({ name }) => name === 'kitchen')
  const counter = IN + world.things.findIndex(({ name }) => name === 'kitchen counter')
  const outdoors = world.rooms.flatMap(({ name }, room) => (OUTDOORS.includes(name) ? [room] : []))
  if (outdoors.length > 0) addThing(world, 'grill', 'cooker', rng.pick(outdoors))
  const ways = outdoors.length > 0 ? COOKERS.length : COOKERS.length - 1
  addThing(world, 'cookbook', 'book', rng.chance(0.5) ? counter : anyPlace(world, rng))
  const count = 1 + rng.int(Math.max(1, Math.min(3, Math.floor(q / 5))))
  const ingredients: Ingredient[] = []
  for (let index = 0; index < count; index++) {
    const cook = rng.chance(0.7) ? 1 + rng.int(ways - 1) : 0
    const cut = rng.chance(cook > 0 ? 0.3 : 0.8) ? 1 + rng.int(3) : 0
    const name = snack(world, rng, INGREDIENTS) ?? 'carrot'
    ingredients.push({ food: addThing(world, name, 'food', anyPlace(world, rng)), cut, cook })
  }
  if (ingredients.some(({ cut }) => cut > 0)) {
    addThing(world, rng.pick(KNIVES), 'knife', rng.chance(0.5) ? counter : kitchen)
  }
  return ingredients
}
