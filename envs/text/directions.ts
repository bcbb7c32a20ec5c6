import { normalized } from './commands.ts'

export const DIRECTIONS = ['up', 'right', 'down', 'left'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** Of single letters u d l r alone: w is west or up, s south or down, a and d two keys of four. */
const names: Readonly<Record<Direction, readonly string[]>> = {
  up: ['up', 'u', 'north', '↑', '⬆', '▲', 'arrowup', '^'],
  right: ['right', 'r', 'east', '→', '➡', '▶', 'arrowright', '>'],
  down: ['down', 'd', 'south', '↓', '⬇', '▼', 'arrowdown', 'v'],
  left: ['left', 'l', 'west', '←', '⬅', '◀', 'arrowleft', '<'],
}
const known = new Map(
  DIRECTIONS.flatMap((direction) => names[direction].map((name) => [name, direction] as const)),
)
const LONGEST = 60
const fillers = new Set(
  'a action action: all and arrow box boxes direction go head i it key move move: one player please press push slide step swipe the tiles to towards walk will you'.split(
    ' ',
  ),
)

/** The direction that one word names. */
export const directionNamed = (word: string): Direction | undefined => known.get(word)

/** The one direction that a command names, or null: none, or several. */
export function directionOf(command: string): Direction | null {
  const direct = known.get(command)
  if (direct) return direct
  const said = normalized(command)
  if (said.length > LONGEST) return null
  return known.get(said) ?? amongFillers(said)
}

function amongFillers(said: string): Direction | null {
  let found: Direction | null = null
  for (const word of said.replaceAll('\uFE0F', '').split(/[\s.,:;!'"`()[\]*]+/)) {
    const direction = known.get(word)
    if (direction && found) return null
    if (direction) found = direction
    else if (word !== '' && !fillers.has(word)) return null
  }
  return found
}
