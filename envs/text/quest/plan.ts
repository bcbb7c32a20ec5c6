import { everything, type Knowledge, type Need, type Problem, problemOf } from './needs.ts'
import { roomOf, shutOf } from './things.ts'
import { type Action, OPEN, type World } from './world.ts'

type Node = { room: number; mask: number; parent: Node | null; action: Action | null }

/** More than any world of the declared levels needs. */
const MOST_NODES = 50_000
const ROOMS = 32

/**
 * The shortest way to win, by breadth-first search over rooms and what has been done; null where there is none.
 * What has been done never has to be undone, and what is needed here costs least when done at once, so that the
 * search branches over ways and doors only.
 */
export function planOf(world: World, knows: Knowledge = everything): Action[] | null {
  if (world.end !== 'open') return null
  const problem = problemOf(world, knows)
  if (!problem) return null
  const first: Node = { room: world.here, mask: 0, parent: null, action: null }
  const queue = [first]
  const met = new Set<number>([first.room])
  for (let at = 0; at < queue.length && queue.length < MOST_NODES; at++) {
    const node = queue[at] as Node
    if ((node.mask & problem.goal) === problem.goal) return actionsTo(node)
    for (const next of following(world, problem, knows, node)) {
      const key = next.mask * ROOMS + next.room
      if (met.has(key)) continue
      met.add(key)
      queue.push(next)
    }
  }
  return null
}

function following(world: World, problem: Problem, knows: Knowledge, node: Node): Node[] {
  const next: Node[] = []
  for (let index = 0; index < problem.needs.length; index++) {
    const need = problem.needs[index] as Need
    if (!canBeDone(problem, need, index, node)) continue
    const done = {
      room: node.room,
      mask: node.mask | (1 << index),
      parent: node,
      action: need.action,
    }
    if (need.needed) return [done]
    next.push(done)
  }
  const { exits, doors } = roomOf(world, node.room)
  for (let direction = 0; direction < 4; direction++) {
    const room = exits[direction] ?? -1
    if (room < 0 || !(knows.room(room) || room === world.here)) continue
    const door = doors[direction] ?? -1
    if (door >= 0 && shutOf(world, door) !== OPEN) {
      const opening = problem.opens.get(door)
      if (opening === undefined || (node.mask & (1 << opening)) === 0) continue
    }
    next.push({
      room,
      mask: node.mask,
      parent: node,
      action: { verb: 'go', a: direction, b: room },
    })
  }
  return next
}

function canBeDone({ light }: Problem, need: Need, index: number, { room, mask }: Node): boolean {
  if ((mask & (1 << index)) !== 0 || (mask & need.after) !== need.after) return false
  if (need.rooms === null) return true
  const lit = light[room] ?? 0
  return need.rooms.includes(room) && lit >= 0 && (mask & lit) === lit
}

function actionsTo(end: Node): Action[] {
  const actions: Action[] = []
  for (let node: Node | null = end; node?.action; node = node.parent) actions.push(node.action)
  return actions.reverse()
}
