import { forbidden } from './rules.ts'
import { canBeShut, holderOf, into, isPortable, nameOf, thingOf, visibleThings } from './things.ts'
import { type Action, CARRIED, DIRECTIONS, type Verb, type World } from './world.ts'

const SELF: readonly Verb[] = ['look', 'inventory']
const ALONE: readonly Verb[] = ['examine', 'open', 'close', 'light', 'douse', 'eat', 'read']
const CUTTING: readonly Verb[] = ['slice', 'dice', 'chop']

/** Every action that the rules allow and that changes or shows something. */
export function admissible(world: World): Action[] {
  const actions: Action[] = SELF.map((verb) => ({ verb, a: -1, b: -1 }))
  const add = (verb: Verb, a: number, b: number) => {
    const action = { verb, a, b }
    if (forbidden(world, action) === null) actions.push(action)
  }
  for (const direction of DIRECTIONS.keys()) add('go', direction, -1)
  const visible = visibleThings(world)
  for (const a of visible) {
    for (const verb of ALONE) add(verb, a, -1)
    if (isPortable(thingOf(world, a))) add('take', a, holderOf(world, a))
    if (canBeShut(thingOf(world, a))) {
      add('unlock', a, thingOf(world, a).key)
      add('lock', a, thingOf(world, a).key)
    }
    if (world.where[a] === CARRIED) withCarried(world, a, visible, add)
  }
  add('prepare', -1, -1)
  return actions
}

function withCarried(
  world: World,
  a: number,
  visible: readonly number[],
  add: (verb: Verb, a: number, b: number) => void,
) {
  add('drop', a, -1)
  for (const b of visible) {
    const { kind } = thingOf(world, b)
    if (kind === 'supporter' || kind === 'container') add('put', a, b)
    if (kind === 'cooker') add('cook', a, b)
    if (kind === 'knife') for (const verb of CUTTING) add(verb, a, b)
  }
}

/** The words of an action, as the parser reads them. */
export function phrase(world: World, { verb, a, b }: Action): string {
  if (verb === 'go') return `go ${DIRECTIONS[a] ?? ''}`
  if (verb === 'prepare') return 'prepare meal'
  if (a < 0) return verb
  const name = nameOf(world, a)
  if (verb === 'light') return `light ${name}`
  if (verb === 'douse') return `turn off ${name}`
  if (b < 0) return `${verb} ${name}`
  const other = nameOf(world, b)
  if (verb === 'take') return `take ${name} from ${other}`
  if (verb === 'put') return `put ${name} ${into(world, b)} ${other}`
  return `${verb} ${name} with ${other}`
}
