import { ConfigError } from '../../../core/index.ts'
import type { Knobs } from './generate.ts'

/** Most pushes to ask for, in cells inside the walls: at least one room in some twenty needs as many. */
const PUSHES_A_CELL = [0, 0.2, 0.3, 0.38, 0.4, 0.4] as const
export const MOST_PUSHES = 12
export const MOST_BOXES = 5
/** With less room hardly any layout can be solved. */
const CELLS_A_BOX = 4

const insideOf = ({ width, height }: Knobs) => (width - 2) * (height - 2)

const mostBoxes = (knobs: Knobs) => Math.min(MOST_BOXES, Math.floor(insideOf(knobs) / CELLS_A_BOX))

function mostPushes(knobs: Knobs): number {
  const most = Math.floor(insideOf(knobs) * (PUSHES_A_CELL[knobs.boxes] ?? 0))
  return Math.min(MOST_PUSHES, most)
}

/** A level's boxes and pushes, fewer where the room is smaller than its own. */
export function fitted(knobs: Knobs): Knobs {
  const boxes = Math.min(knobs.boxes, mostBoxes(knobs))
  const pushes = Math.min(knobs.pushes, mostPushes({ ...knobs, boxes }))
  return { ...knobs, boxes, pushes }
}

/** Refuses boxes and pushes that were asked for and that hardly any room has. */
export function refuseUnfit(
  knobs: Knobs,
  asked: { readonly boxes?: number | undefined; readonly pushes?: number | undefined },
): void {
  const { width, height } = knobs
  const { boxes, pushes } = fitted(knobs)
  if (asked.boxes !== undefined && asked.boxes > boxes) {
    throw new ConfigError(
      `Cannot make text/Sokoban-v0: ${asked.boxes} boxes in a room of ${width}x${height} (give boxes of at most ${boxes}, or a larger width or height)`,
    )
  }
  if (asked.pushes !== undefined && asked.pushes > pushes) {
    throw new ConfigError(
      `Cannot make text/Sokoban-v0: ${asked.pushes} pushes in a room of ${width}x${height} with boxes: ${boxes} (give pushes of at most ${pushes}, or another width, height or boxes)`,
    )
  }
}
