import { normalized } from '../commands.ts'

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
const SAID =
  /^(?:please )?([a-z]*?) ?(?:on )?(?:the )?(?:cell )?(?:at )?(?:row ?)?(\d{1,3}) (?:and )?(?:col(?:umn)? ?)?(\d{1,3})$/
/** As spreadsheets name cells: the column's letter, then the row. */
const LETTERED = /^(?:please )?(?:([a-z]+) )?(?:cell )?([a-z])(\d{1,3})$/

/** Null where nobody could tell what is meant. */
export function parseMove(action: string): Move | null {
  const plain = PLAIN.exec(action)
  if (plain) return { verb: 'reveal', row: Number(plain[1]), column: Number(plain[2]) }
  const said = normalized(action)
    .replace(/[()[\],;:.'"]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  const found = SAID.exec(said)
  if (found) return move(found[1], Number(found[2]), Number(found[3]))
  const lettered = LETTERED.exec(said)
  if (!lettered) return null
  const column = (lettered[2] as string).charCodeAt(0) - 96
  return move(lettered[1], Number(lettered[3]), column)
}

function move(word: string | undefined, row: number, column: number): Move | null {
  const said = word ?? ''
  const verb = Object.hasOwn(VERBS, said) ? VERBS[said] : undefined
  return verb ? { verb, row, column } : null
}
