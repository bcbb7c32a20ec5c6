import {
  CARRIED,
  COOK_WORDS,
  CUT_WORDS,
  IN,
  OPEN,
  type Room,
  type Thing,
  type World,
} from './world.ts'

const NOTHING: Thing = { name: 'nothing', kind: 'thing', key: -1, sides: [] }
const NOROOM: Room = { name: 'nowhere', mood: 0, dark: false, x: 0, y: 0, exits: [], doors: [] }

export const thingOf = ({ things }: World, index: number): Thing => things[index] ?? NOTHING
export const roomOf = ({ rooms }: World, index: number): Room => rooms[index] ?? NOROOM
export const whereIs = ({ where }: World, index: number): number => where[index] ?? -2
export const shutOf = ({ shut }: World, index: number): number => shut[index] ?? OPEN
export const cutOf = ({ form }: World, index: number) => Math.floor((form[index] ?? 0) / 10)
export const cookOf = ({ form }: World, index: number) => (form[index] ?? 0) % 10

export const isPortable = ({ kind }: Thing) =>
  kind !== 'door' && kind !== 'container' && kind !== 'supporter' && kind !== 'cooker'
export const canBeShut = ({ kind }: Thing) => kind === 'door' || kind === 'container'

/** What holds a thing: the container or supporter it is in or on, -1 for none. */
export const holderOf = (world: World, index: number): number => {
  const where = whereIs(world, index)
  return where >= IN ? where - IN : -1
}

/** The room a thing is in, wherever there; -1 for what is carried or gone. Doors are asked for their sides. */
export function placeOf(world: World, index: number): number {
  const where = whereIs(world, index)
  return where >= IN ? whereIs(world, where - IN) : where < 0 ? -1 : where
}

/** Whether the lamp shines in a room: carried there by the player, or lying there. */
export function isLit(world: World, room: number): boolean {
  if (!roomOf(world, room).dark) return true
  if (!world.lit) return false
  const lamp = world.things.findIndex(({ kind }) => kind === 'lamp')
  if (whereIs(world, lamp) === CARRIED) return world.here === room
  return placeOf(world, lamp) === room
}

/** Whether the player has it in hand or sees it from where they stand. */
export function isVisible(world: World, index: number): boolean {
  const where = whereIs(world, index)
  if (where === CARRIED) return true
  const { kind, sides } = thingOf(world, index)
  const near =
    kind === 'door'
      ? sides.includes(world.here)
      : where === world.here ||
        (where >= IN &&
          whereIs(world, where - IN) === world.here &&
          shutOf(world, where - IN) === OPEN)
  return near && isLit(world, world.here)
}

export function visibleThings(world: World): number[] {
  const seen: number[] = []
  const light = isLit(world, world.here)
  for (let index = 0; index < world.things.length; index++) {
    if (whereIs(world, index) === CARRIED || (light && isVisible(world, index))) seen.push(index)
  }
  return seen
}

/** Its name with what has been done to it: `sliced fried carrot`. */
export function nameOf(world: World, index: number): string {
  const { name } = thingOf(world, index)
  const form = world.form[index] ?? 0
  if (form === 0) return name
  const cut = CUT_WORDS[Math.floor(form / 10)] ?? ''
  const cook = COOK_WORDS[form % 10] ?? ''
  return `${cut}${cut && ' '}${cook}${cook && ' '}${name}`
}

export const the = (world: World, index: number) => `the ${nameOf(world, index)}`

export function withArticle(name: string): string {
  if (name === 'meal') return 'the meal'
  if (name.endsWith('tofu') || name.endsWith('fennel')) return `some ${name}`
  return /^[aeiou]/.test(name) && !/^(?:uni|one)/.test(name) ? `an ${name}` : `a ${name}`
}

export const a = (world: World, index: number) => withArticle(nameOf(world, index))

/** `a, b and c`. */
export function listed(names: readonly string[], last = 'and'): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** `on` for a supporter, `in` for a container. */
export const into = (world: World, holder: number) =>
  thingOf(world, holder).kind === 'supporter' ? 'on' : 'in'

export const contentsOf = (world: World, holder: number) => thingsAt(world, IN + holder)

export function thingsAt({ where }: World, place: number): number[] {
  const found: number[] = []
  for (let index = 0; index < where.length; index++) if (where[index] === place) found.push(index)
  return found
}

/** Whether the quest would fail without it. */
export function isForQuest({ goal }: World, index: number): boolean {
  return (
    (goal.kind !== 'cook' && goal.thing === index) || goal.recipe.some(({ food }) => food === index)
  )
}

export function ofKind({ things }: World, kind: Thing['kind']): number {
  return things.findIndex((thing) => thing.kind === kind)
}
