import { enumerated } from './enumerate.ts'

/** What a player sees of a cell: 0 to 8 where it is open, else one of these. */
export const COVERED = -1
/** Covered, and known to be a mine. */
export const KNOWN_MINE = -2

export interface View {
  readonly cells: number[]
  readonly around: readonly (readonly number[])[]
  readonly mines: number
}

/** So many mines are among these covered cells. */
export interface Constraint {
  readonly cells: readonly number[]
  readonly mines: number
}

export interface Deduction {
  readonly safe: readonly number[]
  readonly mines: readonly number[]
}

/**
 * What must be so from what can be seen: first what single numbers say, else pairs of them, else all ways to lay the
 * mines along the frontier. Empty where nothing follows, or more than `budget` ways would have to be tried.
 */
export function deduce(view: View, budget: number): Deduction {
  const constraints = constraintsOf(view)
  const safe = new Set<number>()
  const mines = new Set<number>()
  const found = () => safe.size + mines.size > 0
  for (const constraint of constraints) conclude(constraint, safe, mines)
  if (!found()) comparePairs(constraints, view.cells.length, safe, mines)
  return found()
    ? { safe: [...safe], mines: [...mines] }
    : enumerated(constraints, uncertain(view), minesLeft(view), budget)
}

function conclude({ cells, mines: count }: Constraint, safe: Set<number>, mines: Set<number>) {
  if (count === 0) for (const cell of cells) safe.add(cell)
  else if (count === cells.length) for (const cell of cells) mines.add(cell)
}

function constraintsOf({ cells, around }: View): Constraint[] {
  const constraints: Constraint[] = []
  for (let cell = 0; cell < cells.length; cell++) {
    const number = cells[cell] as number
    if (number <= 0) continue
    let mines = number
    let covered: number[] | null = null
    for (const next of around[cell] as readonly number[]) {
      const seen = cells[next] as number
      if (seen === COVERED) {
        if (covered) covered.push(next)
        else covered = [next]
      } else if (seen === KNOWN_MINE) mines--
    }
    if (covered) constraints.push({ cells: covered, mines })
  }
  return constraints
}

/** If one number needs more mines than the other, by all the cells that it alone touches: those are mines. */
function comparePairs(
  constraints: readonly Constraint[],
  size: number,
  safe: Set<number>,
  mines: Set<number>,
): void {
  const touching: number[][] = Array.from({ length: size }, () => [])
  for (const [index, { cells }] of constraints.entries()) {
    for (const cell of cells) touching[cell]?.push(index)
  }
  for (const one of constraints) {
    const others = new Set(one.cells.flatMap((cell) => touching[cell] ?? []))
    for (const index of others) {
      const other = constraints[index] as Constraint
      if (other === one) continue
      const alone = one.cells.filter((cell) => !other.cells.includes(cell))
      if (one.mines - other.mines !== alone.length) continue
      for (const cell of alone) mines.add(cell)
      for (const cell of other.cells) if (!one.cells.includes(cell)) safe.add(cell)
    }
  }
}

const uncertain = ({ cells }: View) =>
  cells.flatMap((seen, cell) => (seen === COVERED ? [cell] : []))

const minesLeft = ({ cells, mines }: View) =>
  mines - cells.filter((seen) => seen === KNOWN_MINE).length
