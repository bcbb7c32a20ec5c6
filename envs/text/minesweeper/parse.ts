import { type NamedCell, namedCell, spaced } from '../cells.ts'

export interface Move {
  readonly verb: 'reveal' | 'flag' | 'unflag'
  /** From 1, counted from the top left. */
  readonly row: number
  readonly column: number
}

const VERBS: Readonly<Record<string, Move['verb']>> = {
  '': 'reveal',
  r: 'reveal',
  reveal: 'reveal',
  open: 'reveal',
  click: 'reveal',
  dig: 'reveal',
  uncover: 'reveal',
  step: 'reveal',
  f: 'flag',
  flag: 'flag',
  mark: 'flag',
  u: 'unflag',
  unflag: 'unflag',
  unmark: 'unflag',
}
const PLAIN = /^(?:reveal )?(\d{1,2}) (\d{1,2})$/
const PAIR = /\b(\d{1,3}) (?:and )?(\d{1,3})$/
/** As spreadsheets name cells: the column's letter, then the row. */
const LETTERED = /\b([a-z])(\d{1,3})$/
const FILLER = new Set(['please', 'on', 'the', 'cell', 'at', 'row'])

/** Null where nobody could tell what is meant. */
export function parseMove(action: string): Move | null {
  const plain = PLAIN.exec(action)
  if (plain) return { verb: 'reveal', row: Number(plain[1]), column: Number(plain[2]) }
  const said = spaced(action)
  const cell = namedCell(said) ?? pairIn(said) ?? letteredIn(said)
  if (!cell) return null
  const words = cell.rest.split(' ').filter((word) => word !== '' && !FILLER.has(word))
  const word = words.join(' ')
  const verb = Object.hasOwn(VERBS, word) ? VERBS[word] : undefined
  return verb ? { verb, row: cell.row, column: cell.column } : null
}

function pairIn(said: string): NamedCell | null {
  const pair = PAIR.exec(said)
  return pair && { row: Number(pair[1]), column: Number(pair[2]), rest: said.slice(0, pair.index) }
}

function letteredIn(said: string): NamedCell | null {
  const found = LETTERED.exec(said)
  if (!found) return null
  const column = (found[1] as string).charCodeAt(0) - 96
  return { row: Number(found[2]), column, rest: said.slice(0, found.index) }
}
