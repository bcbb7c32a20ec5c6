import type { Direction } from '../directions.ts'

export type Position = {
  /** Rows of `#` wall, `.` goal and `-` floor, each row but the last with a line break behind it. */
  layout: string
  /** Where in the layout the boxes stand, in ascending order. */
  boxes: number[]
  /** Where in the layout the player stands. */
  player: number
}

export const WALL = '#'
export const FLOOR = '-'
export const GOAL = '.'

/** From a cell to the cell below it. */
export const strideOf = (layout: string) => layout.indexOf('\n') + 1

export function offsetOf(layout: string, direction: Direction): number {
  if (direction === 'left') return -1
  if (direction === 'right') return 1
  return direction === 'up' ? -strideOf(layout) : strideOf(layout)
}

export type Moved = 'walked' | 'pushed' | 'wall' | 'box against a wall' | 'box against a box'

/** What a move would do, or what is in its way. */
export function outlook({ layout, boxes, player }: Position, offset: number): Moved {
  const to = player + offset
  if (layout[to] === WALL) return 'wall'
  if (!boxes.includes(to)) return 'walked'
  if (layout[to + offset] === WALL) return 'box against a wall'
  return boxes.includes(to + offset) ? 'box against a box' : 'pushed'
}

/** Moves the player, and the box in front of it, where nothing is in the way. */
export function move(position: Position, offset: number): Moved {
  const moved = outlook(position, offset)
  const { boxes, player } = position
  if (moved !== 'walked' && moved !== 'pushed') return moved
  position.player = player + offset
  if (moved === 'pushed') {
    boxes[boxes.indexOf(player + offset)] = player + 2 * offset
    boxes.sort((a, b) => a - b)
  }
  return moved
}

export function onGoals({ layout, boxes }: Position): number {
  let count = 0
  for (const box of boxes) if (layout[box] === GOAL) count++
  return count
}

/** The room in XSB symbols, floor as `-`. */
export function drawn({ layout, boxes, player }: Position): string {
  let text = ''
  let from = 0
  const put = (at: number, plain: string, onGoal: string) => {
    text += layout.slice(from, at) + (layout[at] === GOAL ? onGoal : plain)
    from = at + 1
  }
  let waiting = true
  for (const box of boxes) {
    if (waiting && player < box) {
      put(player, '@', '+')
      waiting = false
    }
    put(box, '$', '*')
  }
  if (waiting) put(player, '@', '+')
  return text + layout.slice(from)
}

/** A position from its drawing; floor may be a space as well. */
export function positionOf(drawing: string): Position {
  const boxes: number[] = []
  let player = -1
  const cells = [...drawing]
  for (const [at, symbol] of cells.entries()) {
    if (symbol === '$' || symbol === '*') boxes.push(at)
    if (symbol === '@' || symbol === '+') player = at
  }
  const ground = (symbol: string) =>
    '.+*'.includes(symbol) ? GOAL : '-@$ '.includes(symbol) ? FLOOR : symbol
  return { layout: cells.map(ground).join(''), boxes, player }
}
