import { normalized } from '../commands.ts'
import { type Move, PEGS, type Position, topOf } from './rules.ts'

const FILLER = new Set(
  'move put take bring transfer shift place the top disk disc from to onto on peg rod tower please i and it'.split(
    ' ',
  ),
)
const DISK = new Set(['disk', 'disc', 'top'])

/** What a player says, as a move; a string says why it is none. */
export function parseMove(action: string, at: Position): Move | string | null {
  if (action.length === 3 && action[1] === ' ') {
    const [from, to] = [pegOf(action[0] as string), pegOf(action[2] as string)]
    if (from >= 0 && to >= 0) return { from, to }
  }
  const said = normalized(action)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  if (/^[abc]{2}$/.test(said)) return { from: pegOf(said.charAt(0)), to: pegOf(said.charAt(1)) }
  const words = said.split(' ')
  const pegs: number[] = []
  let disk: number | null = null
  for (const [index, word] of words.entries()) {
    const article = word === 'a' && DISK.has(words[index + 1] ?? '')
    if (article || FILLER.has(word)) continue
    const peg = pegOf(word)
    if (peg >= 0) pegs.push(peg)
    else if (disk === null && /^\d$/.test(word) && words.length > 1) disk = Number(word)
    else return null
  }
  return moveOf(pegs, disk, at)
}

/** A disk that is named must be the one that moves; then the peg it comes from goes without saying. */
function moveOf(pegs: readonly number[], disk: number | null, at: Position): Move | string | null {
  if (pegs.length > 2) return 'it names more than one move (give one at a time, such as A C)'
  const home = disk === null ? undefined : at[disk - 1]
  if (disk !== null && home === undefined) {
    return `there is no disk ${disk} (the disks are 1 to ${at.length})`
  }
  const [from, to] = pegs.length === 1 ? [home, pegs[0]] : pegs
  if (from === undefined || to === undefined) return null
  if (disk !== null && topOf(at, from) !== disk - 1) {
    return `disk ${disk} is not on top of peg ${PEGS[from]} (only the top disk of a peg can move)`
  }
  return { from, to }
}

function pegOf(letter: string): number {
  if (letter === 'A' || letter === 'a') return 0
  if (letter === 'B' || letter === 'b') return 1
  return letter === 'C' || letter === 'c' ? 2 : -1
}
