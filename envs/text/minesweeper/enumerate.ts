import type { Constraint, Deduction } from './deduce.ts'

/** Cells that numbers tie together, and what the numbers say of them, by position in `cells`. */
interface Component {
  readonly cells: readonly number[]
  readonly constraints: readonly Constraint[]
}

/** Of all ways to lay so many mines in a component: cells that are a mine in one of them, and cells that are safe in one. */
type Ways = Map<number, { mine: number; safe: number }>

const MOST_CELLS = 30
const NOTHING: Deduction = { safe: [], mines: [] }

/** What holds in all ways to lay the mines that agree with the numbers and with how many mines are left. */
export function enumerated(
  constraints: readonly Constraint[],
  uncertain: readonly number[],
  minesLeft: number,
  budget: number,
): Deduction {
  const components = componentsOf(constraints)
  const tied = new Set(components.flatMap(({ cells }) => cells))
  const free = uncertain.filter((cell) => !tied.has(cell))
  const all: Ways[] = []
  for (const component of components) {
    const ways = waysOf(component, budget)
    if (!ways) return NOTHING
    all.push(ways)
  }
  const [safe, mines]: [number[], number[]] = [[], []]
  for (const [index, { cells }] of components.entries()) {
    const elsewhere = sumsOf(all.filter((_, other) => other !== index))
    let [mine, clear] = [0, 0]
    for (const [count, way] of all[index] as Ways) {
      const fits = elsewhere.some((sum) => isBetween(minesLeft - count - sum, free.length))
      if (!fits) continue
      mine |= way.mine
      clear |= way.safe
    }
    for (const [position, cell] of cells.entries()) {
      if (!(mine & (1 << position))) safe.push(cell)
      else if (!(clear & (1 << position))) mines.push(cell)
    }
  }
  const inFree = sumsOf(all)
    .map((sum) => minesLeft - sum)
    .filter((count) => isBetween(count, free.length))
  if (inFree.every((count) => count === 0)) safe.push(...free)
  else if (inFree.every((count) => count === free.length)) mines.push(...free)
  return { safe, mines }
}

const isBetween = (count: number, most: number) => count >= 0 && count <= most

/** Every number of mines that all of them together can have. */
function sumsOf(all: readonly Ways[]): readonly number[] {
  return all.reduce<readonly number[]>(
    (sums, ways) => [...new Set(sums.flatMap((sum) => [...ways.keys()].map((n) => sum + n)))],
    [0],
  )
}

function componentsOf(constraints: readonly Constraint[]): Component[] {
  const touching = new Map<number, number[]>()
  for (const [index, { cells }] of constraints.entries()) {
    for (const cell of cells) {
      const list = touching.get(cell)
      if (list) list.push(index)
      else touching.set(cell, [index])
    }
  }
  const seen = new Set<number>()
  const components: Component[] = []
  for (const first of constraints.keys()) {
    if (seen.has(first)) continue
    seen.add(first)
    const members = [first]
    // In the order they are met: neighbours are tried one after the other, and contradictions show early.
    const position = new Map<number, number>()
    for (const index of members) {
      for (const cell of (constraints[index] as Constraint).cells) {
        if (position.has(cell)) continue
        position.set(cell, position.size)
        for (const other of touching.get(cell) ?? []) {
          if (seen.has(other)) continue
          seen.add(other)
          members.push(other)
        }
      }
    }
    components.push({
      cells: [...position.keys()],
      constraints: members.map((index) => {
        const { cells, mines } = constraints[index] as Constraint
        return { cells: cells.map((cell) => position.get(cell) as number), mines }
      }),
    })
  }
  return components
}

/** Null where it would take too long. */
function waysOf({ cells, constraints }: Component, budget: number): Ways | null {
  if (cells.length > MOST_CELLS) return null
  const of: number[][] = cells.map(() => [])
  for (const [index, constraint] of constraints.entries()) {
    for (const cell of constraint.cells) of[cell]?.push(index)
  }
  const mines = constraints.map((constraint) => constraint.mines)
  const open = constraints.map((constraint) => constraint.cells.length)
  const ways: Ways = new Map()
  const everything = 2 ** cells.length - 1
  let left = budget

  const lay = (cell: number, laid: number, count: number): void => {
    if (left-- <= 0) return
    if (cell === cells.length) {
      const way = ways.get(count) ?? { mine: 0, safe: 0 }
      ways.set(count, { mine: way.mine | laid, safe: way.safe | (everything & ~laid) })
      return
    }
    for (const mine of [0, 1]) {
      if (take(of[cell] as number[], mine)) lay(cell + 1, laid | (mine << cell), count + mine)
      take(of[cell] as number[], -mine, 1)
    }
  }
  /** Counts a cell in or out of its constraints; whether all of them can still be met. */
  const take = (indices: readonly number[], mine: number, back = -1): boolean => {
    let possible = true
    for (const index of indices) {
      const needed = (mines[index] as number) - mine
      const rest = (open[index] as number) + back
      mines[index] = needed
      open[index] = rest
      if (needed < 0 || needed > rest) possible = false
    }
    return possible
  }
  lay(0, 0, 0)
  return left > 0 ? ways : null
}
