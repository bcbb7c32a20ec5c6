import { normalized } from '../commands.ts'

export const DIRECTIONS = ['up', 'right', 'down', 'left'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** Where `d` stands for two directions, it is down: u d l r is how Sokoban solutions are written. */
const names: Readonly<Record<Direction, readonly string[]>> = {
  up: ['up', 'u', 'w', 'north', 'n', '↑', '⬆', '▲', 'arrowup', '^'],
  right: ['right', 'r', 'east', 'e', '→', '➡', '▶', 'arrowright', '>'],
  down: ['down', 'd', 's', 'south', '↓', '⬇', '▼', 'arrowdown', 'v'],
  left: ['left', 'l', 'a', 'west', '←', '⬅', '◀', 'arrowleft', '<'],
}
const known = new Map(
  DIRECTIONS.flatMap((direction) => names[direction].map((name) => [name, direction] as const)),
)
const LONGEST = 60
const fillers = new Set(
  'a action arrow box boxes direction go i it key move my move: action: one please player press push step the to towards walk will you'.split(
    ' ',
  ),
)

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
    // "a" is an article beside other words, "a box".
    const direction = fillers.has(word) ? undefined : known.get(word)
    if (direction && found) return null
    if (direction) found = direction
    else if (word !== '' && !fillers.has(word)) return null
  }
  return found
}
