import { normalized } from './commands.ts'

/** A cell that was named, rows and columns from 1, and the words beside it. */
export interface NamedCell {
  readonly row: number
  readonly column: number
  readonly rest: string
}

const BY_ROW = /\br(?:ow)? ?(\d{1,3}) ?(?:and )?c(?:ol(?:umn)?)? ?(\d{1,3})\b/
const BY_COLUMN = /\bc(?:ol(?:umn)?)? ?(\d{1,3}) ?(?:and )?r(?:ow)? ?(\d{1,3})\b/

/** A command as games with cells read it: separators are spaces. A point between digits is none: 3.4 is one number. */
export function spaced(action: string): string {
  return normalized(action)
    .replace(/[()[\]{},;:='"<>]+/g, ' ')
    .replace(/\.(?!\d)|(?<!\d)\./g, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

/** The cell that `spaced` text names by words or their letters, in either order: row 3 column 4, c4r3. */
export function namedCell(said: string): NamedCell | null {
  const byRow = BY_ROW.exec(said)
  if (byRow) {
    return { row: Number(byRow[1]), column: Number(byRow[2]), rest: said.replace(BY_ROW, ' ') }
  }
  const byColumn = BY_COLUMN.exec(said)
  if (!byColumn) return null
  const rest = said.replace(BY_COLUMN, ' ')
  return { row: Number(byColumn[2]), column: Number(byColumn[1]), rest }
}
