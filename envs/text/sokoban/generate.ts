import type { Rng } from '../../../core/index.ts'
import type { Wants } from '../puzzles.ts'
import { type Floor, floorOf } from './floor.ts'
import { FLOOR, GOAL, type Position, WALL } from './room.ts'
import { createSituations, packed, packedWith, type Situations, unpacked } from './situations.ts'
import { solve } from './solve.ts'

export type Knobs = { width: number; height: number; boxes: number; pushes: number }
/** `pushes` is the fewest that solve it. */
export type Puzzle = Position & { pushes: number }

/** Situations that reverse play looks at: all of a small room, the nearest of a large one. */
const MOST_SITUATIONS = 20_000
/** Of how many starts that fit the one farthest from the solution is taken. */
const CANDIDATES = 3
export const MOST_STEPS = 200
/** Of the search for a solution that fits into the steps. */
const MOST_SEARCHED = 50_000

/**
 * A room, played backwards from its solved positions by pulling: breadth first, so that the depth at which a
 * position is first seen is the fewest pushes that solve it.
 */
export function generate(rng: Rng, knobs: Knobs, wants: Wants): Puzzle | null {
  const layout = drawLayout(rng, knobs)
  if (layout === null || !wants(canonical(layout))) return null
  const floor = floorOf(layout)
  const { situations, depths } = playBackwards(floor)
  const chosen = chooseStart(rng, floor, situations, depths, knobs.pushes)
  if (chosen < 0) return null
  const boxes = floor.goals.map(() => 0)
  unpacked(situations.boxes(chosen), boxes)
  const standing = floor.places.filter((_, cell) => situations.reaches(chosen, cell))
  const puzzle = {
    layout,
    boxes: boxes.map((box) => floor.places[box] as number),
    player: rng.pick(standing),
    pushes: depths[chosen] as number,
  }
  return isWithinSteps(puzzle, floor.places.length - boxes.length) ? puzzle : null
}

/** Whether the solution with the fewest pushes, as gold plays it, ends in time. */
function isWithinSteps(puzzle: Puzzle, free: number): boolean {
  // No walk between two pushes passes a free cell twice.
  if (puzzle.pushes * free <= MOST_STEPS) return true
  const moves = solve(puzzle, MOST_SEARCHED)
  return moves !== null && moves.length <= MOST_STEPS
}

/** One drawing for a room and all that are the same turned or mirrored. */
export function canonical(layout: string): string {
  let rows = layout.split('\n')
  let least = layout
  for (let turn = 0; turn < 4; turn++) {
    const mirrored = [...rows].reverse().join('\n')
    const here = rows.join('\n')
    if (here < least) least = here
    if (mirrored < least) least = mirrored
    rows = turned(rows)
  }
  return least
}

const turned = (rows: readonly string[]) =>
  Array.from(rows[0] ?? '', (_, column) =>
    rows
      .map((row) => row[column])
      .reverse()
      .join(''),
  )

/** Connected floor within walls, with as many goals as boxes. */
function drawLayout(rng: Rng, { width, height, boxes }: Knobs): string | null {
  const stride = width + 1
  const cells: string[] = Array.from({ length: stride * height - 1 }, (_, at) =>
    at % stride === width ? '\n' : WALL,
  )
  const walls = 0.1 + 0.25 * rng.float()
  const open: number[] = []
  for (let row = 1; row < height - 1; row++) {
    for (let at = row * stride + 1; at < row * stride + width - 1; at++) {
      if (rng.float() >= walls) open.push(at)
    }
  }
  if (open.length < 2 * boxes + 1) return null
  const isOpen = new Set(open)
  const floor = [rng.pick(open)]
  isOpen.delete(floor[0] as number)
  for (const at of floor) {
    cells[at] = FLOOR
    for (const to of [at - stride, at + 1, at + stride, at - 1]) {
      if (isOpen.delete(to)) floor.push(to)
    }
  }
  // Boxes, goals and somebody who pushes.
  if (floor.length < 2 * boxes + 1) return null
  for (let goal = 0; goal < boxes; goal++) {
    const index = rng.int(goal, floor.length)
    const at = floor[index] as number
    floor[index] = floor[goal] as number
    floor[goal] = at
    cells[at] = GOAL
  }
  return cells.join('')
}

/** Every situation that leads to a solved one, or the nearest of them, and how many pushes each is away. */
function playBackwards(floor: Floor) {
  const { goals, next, places } = floor
  const situations = createSituations(floor, goals.length)
  const depths: number[] = []
  const solved = packed(goals)
  for (let player = 0; player < places.length; player++) {
    if (goals.includes(player) || situations.find(solved, player) >= 0) continue
    situations.add(solved, player)
    depths.push(0)
  }
  const boxes = goals.map(() => 0)
  for (let here = 0; here < situations.count; here++) {
    if (situations.count >= MOST_SITUATIONS) break
    unpacked(situations.boxes(here), boxes)
    for (let moved = 0; moved < boxes.length; moved++) {
      for (let direction = 0; direction < 4; direction++) {
        const to = next[4 * (boxes[moved] as number) + direction] as number
        if (to < 0 || !situations.reaches(here, to)) continue
        const player = next[4 * to + direction] as number
        if (player < 0 || !situations.reaches(here, player)) continue
        const key = packedWith(boxes, moved, to)
        if (situations.find(key, player) >= 0) continue
        situations.add(key, player)
        depths.push((depths[here] as number) + 1)
      }
    }
  }
  return { situations, depths }
}

/** At random, the far ones more often; -1 where none is `least` pushes away with every box off the goals. */
function chooseStart(
  rng: Rng,
  { goals }: Floor,
  situations: Situations,
  depths: readonly number[],
  least: number,
): number {
  const boxes = goals.map(() => 0)
  const fits: number[] = []
  for (let situation = situations.count - 1; situation >= 0; situation--) {
    if ((depths[situation] as number) < least) break
    unpacked(situations.boxes(situation), boxes)
    if (!boxes.some((box) => goals.includes(box))) fits.push(situation)
  }
  if (fits.length === 0) return -1
  // Numbered in order of their distance.
  return Math.max(...Array.from({ length: CANDIDATES }, () => rng.pick(fits)))
}
