import { type Floor, floorOf } from './floor.ts'
import type { Position } from './room.ts'

export const UNREACHABLE = 1000

/** For each goal, the fewest pushes that bring a lone box there from each cell: none is `UNREACHABLE`. */
export type Distances = readonly Int16Array[]

export function distancesOf({ goals, next, places }: Floor): Distances {
  return goals.map((goal) => {
    const distance = new Int16Array(places.length).fill(UNREACHABLE)
    distance[goal] = 0
    const queue = [goal]
    for (const box of queue) {
      for (let direction = 0; direction < 4; direction++) {
        // Backwards: the player pulls the box along, and needs a cell beyond for itself.
        const pulled = next[4 * box + direction] as number
        if (pulled < 0 || (next[4 * pulled + direction] as number) < 0) continue
        if (distance[pulled] !== UNREACHABLE) continue
        distance[pulled] = (distance[box] as number) + 1
        queue.push(pulled)
      }
    }
    return distance
  })
}

/** The fewest pushes that bring the boxes to a goal each, were they not in each other's way. */
export function assigned(
  distances: Distances,
  boxes: readonly number[],
  from = 0,
  taken = 0,
): number {
  if (from === boxes.length) return 0
  let best = UNREACHABLE
  for (let goal = 0; goal < distances.length; goal++) {
    if (taken & (1 << goal)) continue
    const own = (distances[goal] as Int16Array)[boxes[from] as number] as number
    if (own >= best) continue
    best = Math.min(best, own + assigned(distances, boxes, from + 1, taken | (1 << goal)))
  }
  return best
}

/** `assigned` of a position; -1 where some box can no longer come to a goal of its own. */
export function pushesLeft({ layout, boxes }: Position): number {
  const floor = floorOf(layout)
  const cells = boxes.map((box) => floor.numbers[box] as number)
  const pushes = assigned(distancesOf(floor), cells)
  return pushes >= UNREACHABLE ? -1 : pushes
}
