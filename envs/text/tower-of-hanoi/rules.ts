export const PEGS = ['A', 'B', 'C'] as const

/** Which peg (0..2) each disk is on, the smallest first. */
export type Position = number[]

export interface Move {
  readonly from: number
  readonly to: number
}

/** The index of the smallest disk of a peg: the one on top; -1 where there is none. */
export const topOf = (at: Position, peg: number): number => at.indexOf(peg)

/** Why a move is not allowed, and what would be; null where it is. */
export function forbidden(at: Position, { from, to }: Move): string | null {
  if (from === to) return `it names peg ${PEGS[from]} twice (give two pegs, from and to)`
  const disk = topOf(at, from)
  if (disk < 0) return `peg ${PEGS[from]} is empty (take a disk from another peg)`
  const under = topOf(at, to)
  if (under >= 0 && under < disk) {
    return `disk ${disk + 1} is larger than disk ${under + 1} on top of peg ${PEGS[to]} (put it on a larger disk or an empty peg)`
  }
  return null
}

/** The fewest moves that bring every disk to `target`. */
export function distanceTo(at: Position, target: number): number {
  let [goal, moves] = [target, 0]
  for (let disk = at.length - 1; disk >= 0; disk--) {
    const peg = at[disk] as number
    if (peg === goal) continue
    // The disk itself, and the smaller ones back from the third peg; they must get there first.
    moves += 1 << disk
    goal = 3 - peg - goal
  }
  return moves
}

/** The first move of the only shortest way to `target`; null at the end of it. */
export function bestMove(at: Position, target: number): Move | null {
  let goal = target
  let move: Move | null = null
  for (let disk = at.length - 1; disk >= 0; disk--) {
    const peg = at[disk] as number
    if (peg === goal) continue
    move = { from: peg, to: goal }
    goal = 3 - peg - goal
  }
  return move
}

/** A line a peg, its disks from the bottom to the top. */
export function shown(at: Position): string {
  let [a, b, c] = ['A:', 'B:', 'C:']
  for (let disk = at.length - 1; disk >= 0; disk--) {
    const peg = at[disk]
    if (peg === 0) a += ` ${disk + 1}`
    else if (peg === 1) b += ` ${disk + 1}`
    else c += ` ${disk + 1}`
  }
  return `${lineOf(a)}\n${lineOf(b)}\n${lineOf(c)}`
}

const lineOf = (line: string) => (line.length === 2 ? `${line} empty` : line)
