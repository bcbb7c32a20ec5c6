/** Digits row by row; 0 is an empty cell. */
export type Cells = number[]

export interface Layout {
  readonly size: number
  readonly boxRows: number
  readonly boxColumns: number
  /** Of each cell: its box, counted row by row. */
  readonly boxes: readonly number[]
}

/** Rows and columns of a box. */
const BOXES = { 4: [2, 2], 6: [2, 3], 9: [3, 3] } as const
export type Size = keyof typeof BOXES

export const LAYOUTS: Readonly<Record<Size, Layout>> = {
  4: layout(4),
  6: layout(6),
  9: layout(9),
}

function layout(size: Size): Layout {
  const [boxRows, boxColumns] = BOXES[size]
  const boxes = Array.from({ length: size * size }, (_, cell) => {
    const [row, column] = [Math.floor(cell / size), cell % size]
    return Math.floor(row / boxRows) * boxRows + Math.floor(column / boxColumns)
  })
  return { size, boxRows, boxColumns, boxes }
}

/** The cell that keeps `digit` out of `cell`, and what they share; null where nothing does. */
export function conflict(
  cells: Cells,
  cell: number,
  digit: number,
  { size, boxes }: Layout,
): { other: number; unit: 'row' | 'column' | 'box' } | null {
  const [row, column] = [Math.floor(cell / size), cell % size]
  for (let i = 0; i < size; i++) {
    const inRow = row * size + i
    if (cells[inRow] === digit && inRow !== cell) return { other: inRow, unit: 'row' }
    const inColumn = i * size + column
    if (cells[inColumn] === digit && inColumn !== cell) return { other: inColumn, unit: 'column' }
  }
  for (let other = 0; other < cells.length; other++) {
    if (cells[other] === digit && other !== cell && boxes[other] === boxes[cell]) {
      return { other, unit: 'box' }
    }
  }
  return null
}

/** The board with lines between boxes, empty cells as dots. */
export function shown(cells: Cells, { size, boxRows, boxColumns }: Layout): string {
  let board = ''
  for (let row = 0; row < size; row++) {
    if (row > 0) board += row % boxRows === 0 ? `\n${rule(size, boxColumns)}\n` : '\n'
    for (let column = 0; column < size; column++) {
      if (column > 0) board += column % boxColumns === 0 ? ' | ' : ' '
      board += cells[row * size + column] || '.'
    }
  }
  return board
}

function rule(size: number, boxColumns: number): string {
  const line = '--'.repeat(boxColumns)
  const inner = Math.max(0, size / boxColumns - 2)
  return `${line}${`+-${line}`.repeat(inner)}+${line}`
}
