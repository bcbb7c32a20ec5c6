import { DIRECTIONS, type Direction } from '../directions.ts'
import { assigned, type Distances, distancesOf, UNREACHABLE } from './distances.ts'
import { type Floor, floorOf, opposite } from './floor.ts'
import type { Position } from './room.ts'
import { createSituations, packed, packedWith, type Situations, unpacked } from './situations.ts'
import { walk } from './walk.ts'

/** Beyond them the search gives up. Rooms that `generate` makes need far fewer from their start. */
const MOST_SITUATIONS = 500_000

interface Search {
  readonly floor: Floor
  readonly distances: Distances
  readonly situations: Situations
  /** By situation: pushes so far, and the last of them as 4 * cell of the box before it + direction. */
  readonly pushes: number[]
  readonly before: number[]
  readonly lastPush: number[]
  readonly expanded: boolean[]
  /** Situations to look at, by pushes so far and at least to come. */
  readonly queues: number[][]
}

/** The fewest pushes that solve a position; null where nothing does, or the search gives up. */
export function optimalLength(position: Position): number | null {
  const search = openSearch(position)
  const end = run(search, position, MOST_SITUATIONS)
  return end < 0 ? null : (search.pushes[end] as number)
}

/** Moves that solve a position with the fewest pushes; null where nothing does, or the search gives up. */
export function solve(position: Position, budget = MOST_SITUATIONS): Direction[] | null {
  const search = openSearch(position)
  const { floor, before, lastPush, situations } = search
  const route: number[] = []
  for (let at = run(search, position, budget); ; at = before[at] as number) {
    if (at < 0) return null
    if (before[at] === -1) break
    route.push(at)
  }
  const moves: Direction[] = []
  const boxes = position.boxes.map(() => 0)
  let player = floor.numbers[position.player] as number
  for (const situation of route.reverse()) {
    const push = lastPush[situation] as number
    const [box, direction] = [push >> 2, push & 3]
    unpacked(situations.boxes(before[situation] as number), boxes)
    const behind = floor.next[4 * box + opposite(direction)] as number
    moves.push(...walk(floor, boxes, player, behind), DIRECTIONS[direction] as Direction)
    player = box
  }
  return moves
}

function openSearch({ layout, boxes }: Position): Search {
  const floor = floorOf(layout)
  return {
    floor,
    distances: distancesOf(floor),
    situations: createSituations(floor, boxes.length),
    pushes: [],
    before: [],
    lastPush: [],
    expanded: [],
    queues: [],
  }
}

/** A* over pushes; the bound never falls by more than a push costs, so the first end taken up is the nearest. */
function run(search: Search, { boxes, player }: Position, budget: number): number {
  const { floor, distances, situations, pushes, expanded, queues } = search
  const here = boxes.map((box) => floor.numbers[box] as number)
  const solved = packed(floor.goals)
  enter(search, packed(here), floor.numbers[player] as number, assigned(distances, here), 0, -1, -1)
  for (let total = 0; total < queues.length; total++) {
    const queue = queues[total] ?? []
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (expanded[at]) continue
      if (situations.boxes(at) === solved) return at
      if (situations.count > budget) return -1
      expanded[at] = true
      unpacked(situations.boxes(at), here)
      expand(search, at, here, (pushes[at] as number) + 1)
    }
  }
  return -1
}

function expand(search: Search, at: number, boxes: readonly number[], cost: number): void {
  const { floor, distances, situations } = search
  const after = [...boxes]
  for (const [moved, box] of boxes.entries()) {
    for (let direction = 0; direction < 4; direction++) {
      const to = floor.next[4 * box + direction] as number
      const behind = floor.next[4 * box + opposite(direction)] as number
      if (to < 0 || behind < 0 || !situations.reaches(at, behind) || boxes.includes(to)) continue
      after[moved] = to
      const least = assigned(distances, after)
      after[moved] = box
      if (least >= UNREACHABLE) continue
      enter(search, packedWith(boxes, moved, to), box, cost + least, cost, at, 4 * box + direction)
    }
  }
}

function enter(
  { situations, pushes, before, lastPush, expanded, queues }: Search,
  boxes: number,
  player: number,
  total: number,
  cost: number,
  from: number,
  push: number,
): void {
  if (total >= UNREACHABLE) return
  const found = situations.find(boxes, player)
  if (found >= 0 && cost >= (pushes[found] as number)) return
  const situation = found >= 0 ? found : situations.add(boxes, player)
  pushes[situation] = cost
  before[situation] = from
  lastPush[situation] = push
  expanded[situation] = false
  while (queues.length <= total) queues.push([])
  ;(queues[total] as number[]).push(situation)
}
