/** A cell: how many of its neighbours are mines (0 to 8) or MINE, and OPENED or FLAGGED. */
export type Cells = number[]

export const MINE = 9
export const VALUE = 15
export const OPENED = 16
export const FLAGGED = 32

const tables = new Map<number, readonly (readonly number[])[]>()

/** The up to eight cells around each cell. */
export function neighboursOf(width: number, height: number): readonly (readonly number[])[] {
  const key = width * 1000 + height
  const known = tables.get(key)
  if (known) return known
  const table = Array.from({ length: width * height }, (_, cell) => {
    const around: number[] = []
    for (let row = -1; row <= 1; row++) {
      for (let column = -1; column <= 1; column++) {
        const [y, x] = [Math.floor(cell / width) + row, (cell % width) + column]
        if (y < 0 || y >= height || x < 0 || x >= width) continue
        if (row !== 0 || column !== 0) around.push(y * width + x)
      }
    }
    return around
  })
  tables.set(key, table)
  return table
}

/** All cells covered. */
export function laid(width: number, height: number, mines: readonly number[]): Cells {
  const around = neighboursOf(width, height)
  const cells = new Array<number>(width * height).fill(0)
  for (const mine of mines) cells[mine] = MINE
  for (const mine of mines) {
    for (const cell of around[mine] as readonly number[]) {
      if (cells[cell] !== MINE) cells[cell] = (cells[cell] as number) + 1
    }
  }
  return cells
}

/** Opens a covered cell without a mine, and what lies around cells that touch none; flags stay. Gives all it opened. */
export function open(
  cells: Cells,
  cell: number,
  around: readonly (readonly number[])[],
): readonly number[] {
  cells[cell] = (cells[cell] as number) | OPENED
  const opened = [cell]
  for (const at of opened) {
    if (cells[at] !== OPENED) continue
    for (const next of around[at] as readonly number[]) {
      if ((cells[next] as number) >= OPENED) continue
      cells[next] = (cells[next] as number) | OPENED
      opened.push(next)
    }
  }
  return opened
}

/** Cells without a mine that are covered. */
export function coveredSafe(cells: Cells): number {
  let count = 0
  for (const cell of cells) if (cell < OPENED ? cell !== MINE : isFlaggedSafe(cell)) count++
  return count
}

const isFlaggedSafe = (cell: number) => cell >= FLAGGED && (cell & VALUE) !== MINE

const SYMBOLS = Array.from({ length: 48 }, (_, cell) => ` ${symbol(cell)}`)

function symbol(cell: number): string {
  if (cell & FLAGGED) return 'F'
  if (!(cell & OPENED)) return '#'
  const value = cell & VALUE
  return value === 0 ? '.' : value === MINE ? '*' : `${value}`
}

const TWO = Array.from({ length: 100 }, (_, i) => String(i).padStart(2))

/** The board as a player sees it, with the numbers of rows and columns. */
export function shown(cells: Cells, width: number): string {
  const wide = width > 9
  let board = wide ? '   ' : '  '
  for (let column = 1; column <= width; column++) board += wide ? ` ${TWO[column]}` : ` ${column}`
  const rows = cells.length / width
  for (let row = 0, cell = 0; row < rows; row++) {
    board += rows > 9 ? `\n${TWO[row + 1]}` : `\n${row + 1}`
    board += wide && rows <= 9 ? '  ' : ' '
    for (const end = cell + width; cell < end; cell++) {
      board += wide ? ` ${SYMBOLS[cells[cell] as number]}` : SYMBOLS[cells[cell] as number]
    }
  }
  return board
}
