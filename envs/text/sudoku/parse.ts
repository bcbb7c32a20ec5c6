import { normalized } from '../commands.ts'

/** What a player wants to write where; digit 0 clears the cell. Rows and columns from 1. */
export interface Entry {
  readonly row: number
  readonly column: number
  readonly digit: number
}

const CLEAR = /^(?:clear|erase|remove|delete|empty)\b/
const NAMED = /\br(?:ow)? ?(\d{1,3}) (?:and )?c(?:ol(?:umn)?)? ?(\d{1,3})\b/
const PLACED =
  /^(?:place|put|write|set|fill|enter)? ?(?:a )?(\d{1,3}) (?:at|in|into|on|to) (\d{1,3}) (\d{1,3})$/
const FILLER =
  /\b(?:place|put|write|set|fill|enter|clear|erase|remove|delete|empty|digit|number|value|cell|please|the|at|in|into|on|to|is|with|a|and)\b/g

/** Null where nobody could tell what is meant. */
export function parseEntry(action: string): Entry | null {
  if (/^\d \d \d$/.test(action)) {
    return { row: Number(action[0]), column: Number(action[2]), digit: Number(action[4]) }
  }
  const said = normalized(action)
    .replace(/[()[\]{},;:=.'"<>]+/g, ' ')
    .replace(/\br(\d{1,3})c/g, 'r$1 c')
    .replace(/ +/g, ' ')
    .trim()
  const clears = CLEAR.test(said)
  const placed = PLACED.exec(said)
  if (placed) return entry(placed[2], placed[3], placed[1])
  const named = NAMED.exec(said)
  const rest = (named ? said.replace(NAMED, ' ') : said).replace(FILLER, ' ').trim()
  const words = rest === '' ? [] : rest.split(/ +/)
  if (!words.every((word) => /^\d{1,3}$/.test(word))) return null
  const numbers = named ? [named[1], named[2], ...words] : words
  if (numbers.length !== (clears ? 2 : 3)) return null
  return entry(numbers[0], numbers[1], clears ? '0' : numbers[2])
}

const entry = (row?: string, column?: string, digit?: string): Entry => ({
  row: Number(row),
  column: Number(column),
  digit: Number(digit),
})
