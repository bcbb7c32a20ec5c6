import { DIRECTIONS, type Direction } from '../directions.ts'
import type { Floor } from './floor.ts'

/** The shortest walk between two cells that the boxes do not separate. */
export function walk(
  { next, places }: Floor,
  boxes: readonly number[],
  from: number,
  to: number,
): Direction[] {
  // Backwards, so that the steps come out in order.
  const onward = new Int8Array(places.length).fill(-1)
  const queue = [to]
  for (const cell of queue) {
    if (cell === from) break
    for (let direction = 0; direction < 4; direction++) {
      const neighbour = next[4 * cell + direction] as number
      if (neighbour < 0 || neighbour === to || boxes.includes(neighbour)) continue
      if (onward[neighbour] !== -1) continue
      onward[neighbour] = direction ^ 2
      queue.push(neighbour)
    }
  }
  const steps: Direction[] = []
  for (let cell = from; cell !== to; ) {
    const direction = onward[cell] as number
    steps.push(DIRECTIONS[direction] as Direction)
    cell = next[4 * cell + direction] as number
  }
  return steps
}
