import type { Rng } from '../../../core/index.ts'
import type { Cells, Layout } from './grid.ts'

interface Search {
  readonly cells: Cells
  readonly layout: Layout
  /** Digits that are used, a bit each. */
  readonly rows: number[]
  readonly columns: number[]
  readonly boxes: number[]
  readonly found: Cells[]
  readonly most: number
  /** Gives the digits of a cell another order. */
  readonly rng: Rng | null
}

/** Solutions of a board without contradictions, at most so many: two are enough to tell that it is no puzzle. */
export function solutionsOf(
  cells: Cells,
  layout: Layout,
  most: number,
  rng: Rng | null = null,
): readonly Cells[] {
  const none = () => new Array<number>(layout.size).fill(0)
  const search: Search = {
    cells: [...cells],
    layout,
    rows: none(),
    columns: none(),
    boxes: none(),
    found: [],
    most,
    rng,
  }
  const empty: number[] = []
  for (const [cell, digit] of cells.entries()) {
    if (digit === 0) empty.push(cell)
    else toggle(search, cell, 1 << digit)
  }
  explore(search, empty, empty.length)
  return search.found
}

/** Digits that row, column and box leave a cell, a bit each. */
export function candidatesOf(cells: Cells, cell: number, { size, boxes }: Layout): number {
  let used = 0
  const [row, column] = [Math.floor(cell / size), cell % size]
  for (let other = 0; other < cells.length; other++) {
    const shares =
      Math.floor(other / size) === row || other % size === column || boxes[other] === boxes[cell]
    if (shares) used |= 1 << (cells[other] as number)
  }
  return allDigits(size) & ~used
}

export function bits(mask: number): number {
  let count = 0
  for (let rest = mask; rest; rest &= rest - 1) count++
  return count
}

const allDigits = (size: number) => (1 << (size + 1)) - 2

function toggle({ layout, rows, columns, boxes }: Search, cell: number, bit: number): void {
  const row = (cell / layout.size) | 0
  const column = cell % layout.size
  const box = layout.boxes[cell] as number
  rows[row] = (rows[row] as number) ^ bit
  columns[column] = (columns[column] as number) ^ bit
  boxes[box] = (boxes[box] as number) ^ bit
}

/** Fills the cell with the fewest candidates first; the first `left` of `empty` are empty still. */
function explore(search: Search, empty: number[], left: number): void {
  const { cells, layout, rows, columns, boxes, found, most } = search
  if (left === 0) {
    found.push([...cells])
    return
  }
  let [best, bestMask, fewest] = [0, 0, Number.POSITIVE_INFINITY]
  for (let i = 0; i < left; i++) {
    const cell = empty[i] as number
    const used =
      (rows[(cell / layout.size) | 0] as number) |
      (columns[cell % layout.size] as number) |
      (boxes[layout.boxes[cell] as number] as number)
    const mask = allDigits(layout.size) & ~used
    const count = bits(mask)
    if (count >= fewest) continue
    best = i
    bestMask = mask
    fewest = count
    if (count < 2) break
  }
  if (fewest === 0) return
  const cell = empty[best] as number
  empty[best] = empty[left - 1] as number
  for (const bit of digitsIn(bestMask, search.rng)) {
    cells[cell] = 31 - Math.clz32(bit)
    toggle(search, cell, bit)
    explore(search, empty, left - 1)
    toggle(search, cell, bit)
    if (found.length >= most) break
  }
  cells[cell] = 0
  empty[left - 1] = empty[best] as number
  empty[best] = cell
}

function digitsIn(mask: number, rng: Rng | null): readonly number[] {
  const digits: number[] = []
  for (let rest = mask; rest; rest &= rest - 1) digits.push(rest & -rest)
  return rng && digits.length > 1 ? rng.shuffle(digits) : digits
}
