import { normalized } from '../commands.ts'

/** Sides in Gymnasium's order, by all the names they have. */
const NAMES: readonly (readonly string[])[] = [
  ['left', 'l', 'west', 'w', '←', '0'],
  ['down', 'd', 'south', 's', '↓', '1'],
  ['right', 'r', 'east', 'e', '→', '2'],
  ['up', 'u', 'north', 'n', '↑', '3'],
]
const SIDE_OF = new Map(NAMES.flatMap((names, side) => names.map((name) => [name, side] as const)))
const FILLER = new Set(
  'go move walk step slide head to the i a one please towards direction'.split(' '),
)

/** The side a player names, in whatever words; undefined where it names none, or more than one. */
export function sideOf(action: string): number | undefined {
  const side = SIDE_OF.get(action)
  if (side !== undefined) return side
  const words = normalized(action)
    .split(/[\s.,!:;"'`()]+/)
    .filter((word) => word !== '' && !FILLER.has(word))
  return words.length === 1 ? SIDE_OF.get(words[0] ?? '') : undefined
}
