import { createRng } from '../../../core/index.ts'
import { answerTo } from './answer.ts'
import { addThing, emptyWorld } from './furnish.ts'
import { addDoor } from './obstacles.ts'
import { CARRIED, CLOSED, IN, LOCKED, NOWHERE, type Room, type World } from './world.ts'

const room = (name: string, exits: number[], dark = false): Room => ({
  name,
  mood: 0,
  dark,
  x: 0,
  y: 0,
  exits,
  doors: [-1, -1, -1, -1],
})

/** A small house by hand: kitchen; hall to its north behind a locked door; dark cellar to its east. */
export function cottage(): World {
  const world = emptyWorld(
    [
      room('kitchen', [1, 2, -1, -1]),
      room('hall', [-1, -1, 0, -1]),
      room('cellar', [-1, -1, -1, 0], true),
    ],
    0,
  )
  const add = (...thing: [string, Parameters<typeof addThing>[2], number, number?]) =>
    addThing(world, ...thing)
  add('stove', 'cooker', 0)
  add('oven', 'cooker', 0)
  const counter = add('kitchen counter', 'supporter', 0)
  const fridge = add('fridge', 'container', 0, CLOSED)
  const chest = add('iron chest', 'container', 0, LOCKED)
  const key = add('iron key', 'key', IN + counter)
  add('bent key', 'key', IN + counter)
  add('lamp', 'lamp', 0)
  add('carving knife', 'knife', IN + counter)
  add('cookbook', 'book', IN + counter)
  const carrot = add('carrot', 'food', IN + fridge)
  add('apple', 'food', CARRIED)
  add('silver coin', 'thing', 2)
  add('wooden spoon', 'thing', CARRIED)
  add('silver spoon', 'thing', IN + chest)
  const meal = add('meal', 'meal', NOWHERE)
  const door = addDoor(world, 0, 0, createRng(0), CLOSED)
  world.things[door] = { name: 'red door', kind: 'door', key: -1, sides: [0, 1] }
  world.things[chest] = { name: 'iron chest', kind: 'container', key, sides: [] }
  world.goal = {
    kind: 'cook',
    thing: meal,
    target: -1,
    recipe: [{ food: carrot, cut: 2, cook: 1 }],
    told: 0,
  }
  world.milestones = [{ verb: 'eat', a: meal }]
  world.done = [false]
  world.seen[0] = true
  return world
}

/** Says several things; what the last is answered with. */
export function say(world: World, ...commands: readonly string[]): string {
  let heard = ''
  for (const command of commands) {
    const { said, invalid } = answerTo(world, command)
    heard = invalid === null ? said : `No: ${said || invalid}`
  }
  return heard
}
