import { namedCell, spaced } from '../cells.ts'

/** What a player wants to write where; digit 0 clears the cell. Rows and columns from 1. */
export interface Entry {
  readonly row: number
  readonly column: number
  readonly digit: number
}

const CLEAR = /^(?:clear|erase|remove|delete|empty)\b/
const PLACED =
  /^(?:place|put|write|set|fill|enter)? ?(?:a )?(\d{1,3}) (?:at|in|into|on|to) (\d{1,3}) (\d{1,3})$/
const FILLER =
  /\b(?:place|put|write|set|fill|enter|clear|erase|remove|delete|empty|digit|number|value|cell|please|the|at|in|into|on|to|is|with|a|and)\b/g

/** Null where nobody could tell what is meant. */
export function parseEntry(action: string): Entry | null {
  if (/^\d \d \d$/.test(action)) {
    return { row: Number(action[0]), column: Number(action[2]), digit: Number(action[4]) }
  }
  const said = spaced(action)
  const clears = CLEAR.test(said)
  const placed = PLACED.exec(said)
  if (placed) return entry(Number(placed[2]), Number(placed[3]), Number(placed[1]))
  const named = namedCell(said)
  const rest = (named ? named.rest : said).replace(FILLER, ' ').trim()
  const words = rest === '' ? [] : rest.split(/ +/)
  if (!words.every((word) => /^\d{1,3}$/.test(word))) return null
  const numbers = [...(named ? [named.row, named.column] : []), ...words.map(Number)]
  if (numbers.length !== (clears ? 2 : 3)) return null
  const [row = 0, column = 0, digit = 0] = numbers
  return entry(row, column, digit)
}

const entry = (row: number, column: number, digit: number): Entry => ({ row, column, digit })
