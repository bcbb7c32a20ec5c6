import { scoreOf } from './deeds.ts'
import {
  a,
  canBeShut,
  capital,
  contentsOf,
  into,
  isLit,
  listed,
  ofKind,
  roomOf,
  shutOf,
  the,
  thingOf,
  thingsAt,
  withArticle,
} from './things.ts'
import { REASONS, ROOMS } from './vocabulary.ts'
import {
  CARRIED,
  COOKERS,
  COOKS,
  CUTS,
  DIRECTIONS,
  type Ingredient,
  OPEN,
  type World,
} from './world.ts'

const DOORS = ['open', 'closed', 'locked'] as const

/** The room as it is seen now; its mood only the first time. */
export function roomText(world: World, isNew: boolean): string {
  const { name, mood } = roomOf(world, world.here)
  if (!isLit(world, world.here)) {
    return `It is pitch dark. You see nothing and can only feel your way out.\n${exitsText(world)}`
  }
  const sentences = isNew ? [ROOMS[name]?.[mood] ?? ''] : []
  const loose: number[] = []
  const bare: number[] = []
  for (const index of thingsAt(world, world.here)) {
    const { kind } = thingOf(world, index)
    if (kind === 'container') sentences.push(containerText(world, index))
    else if (kind === 'supporter' && contentsOf(world, index).length > 0) {
      sentences.push(`On ${a(world, index)} ${areThere(world, contentsOf(world, index))}.`)
    } else if (kind === 'supporter' || kind === 'cooker') bare.push(index)
    else loose.push(index)
  }
  if (bare.length > 0) sentences.push(`There ${areThere(world, bare)}${empty(world, bare)}.`)
  if (loose.length > 0) sentences.push(`On the floor ${areThere(world, loose)}.`)
  return `== ${capital(name)} ==\n${sentences.join(' ')}${sentences.length > 0 ? '\n' : ''}${exitsText(world)}`
}

const named = (world: World, things: readonly number[]) =>
  listed(things.map((index) => a(world, index)))
const areThere = (world: World, things: readonly number[]) =>
  `${things.length > 1 ? 'are' : 'is'} ${named(world, things)}`

function empty(world: World, things: readonly number[]): string {
  const tables = things.filter((index) => thingOf(world, index).kind === 'supporter').length
  if (tables === 0) return ''
  if (things.length === 1) return ' with nothing on it'
  return tables === things.length ? ' with nothing on them' : ''
}

function containerText(world: World, index: number): string {
  const shut = shutOf(world, index)
  if (shut !== OPEN) return `${capital(a(world, index))} is here, ${DOORS[shut] ?? ''}.`
  const inside = contentsOf(world, index)
  if (inside.length === 0) return `${capital(a(world, index))} is here, open and empty.`
  return `In ${a(world, index)}, which is open, ${areThere(world, inside)}.`
}

function exitsText(world: World): string {
  const room = roomOf(world, world.here)
  const light = isLit(world, world.here)
  const ways: string[] = []
  for (const [direction, name] of DIRECTIONS.entries()) {
    const next = room.exits[direction] ?? -1
    if (next < 0) continue
    const notes: string[] = []
    const door = room.doors[direction] ?? -1
    if (light && door >= 0) notes.push(`${the(world, door)}, ${DOORS[shutOf(world, door)] ?? ''}`)
    if (light && world.seen[next]) notes.push(`to the ${roomOf(world, next).name}`)
    else if (light && isDarkBeyond(world, next, door)) notes.push('dark')
    ways.push(notes.length > 0 ? `${name} (${notes.join('; ')})` : name)
  }
  return `Exits: ${ways.join(', ') || 'none'}.`
}

const isDarkBeyond = (world: World, next: number, door: number) =>
  roomOf(world, next).dark && !isLit(world, next) && (door < 0 || shutOf(world, door) === OPEN)

export function inventoryText(world: World): string {
  const carried = thingsAt(world, CARRIED)
  if (carried.length === 0) return 'You carry nothing.'
  const lamp = world.lit ? ofKind(world, 'lamp') : -1
  const names = carried.map((index) => `${a(world, index)}${index === lamp ? ' (lit)' : ''}`)
  return `You carry ${listed(names)}.`
}

/** What a closer look at a thing tells. */
export function examined(world: World, index: number): string {
  const { kind, key } = thingOf(world, index)
  const name = capital(the(world, index))
  if (kind === 'container' || kind === 'supporter') {
    const shut = shutOf(world, index)
    if (shut !== OPEN) return `${name} is ${DOORS[shut] ?? ''}.`
    const inside = contentsOf(world, index)
    const what = inside.length > 0 ? areThere(world, inside) : 'is nothing'
    const state = canBeShut({ ...thingOf(world, index) }) ? `${name} is open. ` : ''
    return `${state}${capital(into(world, index))} it ${what}.`
  }
  if (kind === 'door') {
    return `${name} is ${DOORS[shutOf(world, index)] ?? ''}${key >= 0 ? '; it has a lock' : ''}.`
  }
  if (kind === 'lamp') return `${name} is ${world.lit ? 'lit' : 'not lit'}.`
  if (kind === 'food') return `${name} looks good enough to eat.`
  if (kind === 'meal') return `${name} smells delicious.`
  if (kind === 'key') return `${name} opens a lock that looks like it, if any.`
  if (kind === 'knife') return `${name} is sharp: you can slice, dice and chop food with it.`
  if (kind === 'cooker') return `${name} is hot: you can ${wayText(world, index)} food with it.`
  if (kind === 'book') return `${name} can be read.`
  return `You see nothing special about ${the(world, index)}.`
}

const wayText = (world: World, cooker: number) =>
  COOKS[COOKERS.indexOf(thingOf(world, cooker).name as 'oven')] ?? 'cook'

export function recipeText(world: World): string {
  const lines = world.goal.recipe.map((ingredient) => `- ${ingredientText(world, ingredient)}`)
  return `You read the recipe:\n${lines.join('\n')}\nHold all of it in the kitchen, prepare the meal and eat it.`
}

function ingredientText(world: World, { food, cut, cook }: Ingredient): string {
  const name = thingOf(world, food).name
  const ways = [CUTS[cut], COOKS[cook]].filter((way) => way)
  const [first, second] = ways
  if (!first) return withArticle(name)
  return second
    ? `${withArticle(name)}: ${first} it and ${second} it`
    : `${withArticle(name)}: ${first} it`
}

export function taskText(world: World): string {
  const { goal } = world
  const thing = thingOf(world, goal.thing).name
  const told = goal.told % 2 === 0
  if (goal.kind === 'take') {
    return told
      ? `Somewhere here is ${withArticle(thing)}. Find and take it.`
      : `Get hold of the ${thing}.`
  }
  if (goal.kind === 'eat') {
    return told
      ? `You are hungry: find ${withArticle(thing)} and eat it.`
      : `Eat the ${thing} that is hidden somewhere here.`
  }
  if (goal.kind === 'open') {
    return told ? `Get the ${thing} open.` : `Find the ${thing} and open it.`
  }
  if (goal.kind === 'cook') {
    return told
      ? 'Cook a meal: find the cookbook, follow its recipe, prepare the meal in the kitchen, and eat it.'
      : 'You are hungry. Somewhere is a cookbook: prepare its recipe in the kitchen and eat the meal.'
  }
  const where = `${into(world, goal.target)} the ${thingOf(world, goal.target).name}`
  return told
    ? `Find the ${thing} and put it ${where}.`
    : `The ${thing} belongs ${where}. Find both and see to it.`
}

export function introduction(world: World): string {
  const cooking = world.goal.kind === 'cook'
  return [
    `${REASONS[Math.floor(world.goal.told / 2)] ?? ''} ${taskText(world)}`,
    `Say one command a turn, such as: go north, look, inventory, examine <thing>, take <thing>, drop <thing>, put <thing> on <thing>, put <thing> in <thing>, open <thing>, close <thing>, unlock <thing> with <key>, light <lamp>, eat <food>, read <book>${cooking ? ', slice|dice|chop <food> with <knife>, cook <food> with <stove>, prepare meal' : ''}. "help" repeats them, "task" your task.`,
    `A key fits the lock that looks like it (a brass key, a brass chest).${cooking ? ' Stoves fry, ovens roast, grills grill; cooking twice burns, and what was cut or cooked wrongly is spoilt.' : ''} Never eat what your task needs otherwise.`,
    '',
    roomText(world, true),
  ].join('\n')
}

export function scoreText({ done }: World): string {
  return `Your score is ${scoreOf(done)} of ${done.length}.`
}
