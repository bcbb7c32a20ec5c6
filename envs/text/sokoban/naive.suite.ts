import { DIRECTIONS, type Direction } from '../directions.ts'

/** The rules once more, on drawings: what the room's own code is compared with. */
export function naiveMove(drawing: string, direction: Direction): string {
  const width = drawing.indexOf('\n') + 1
  const by = { up: -width, right: 1, down: width, left: -1 }[direction]
  const cells = [...drawing]
  const player = cells.findIndex((cell) => cell === '@' || cell === '+')
  const swap = (at: number, symbols: Readonly<Record<string, string>>) => {
    cells[at] = symbols[cells[at] ?? ''] ?? '?'
  }
  if ('$*'.includes(cells[player + by] ?? '#')) {
    if (!'-.'.includes(cells[player + 2 * by] ?? '#')) return drawing
    swap(player + by, { $: '-', '*': '.' })
    swap(player + 2 * by, { '-': '$', '.': '*' })
  }
  if (cells[player + by] === '#') return drawing
  swap(player, { '@': '-', '+': '.' })
  swap(player + by, { '-': '@', '.': '+' })
  return cells.join('')
}

/** The fewest pushes that solve a drawing, by trying every move; null where nothing does. */
export function naivePushes(drawing: string): number | null {
  const boxes = (text: string) => text.replace(/[@]/g, '-').replace(/[+]/g, '.')
  const seen = new Set<string>()
  let now = [drawing]
  for (let pushes = 0; now.length > 0; pushes++) {
    const later: string[] = []
    for (const here of now) {
      if (seen.has(here)) continue
      seen.add(here)
      if (!here.includes('$')) return pushes
      for (const direction of DIRECTIONS) {
        const next = naiveMove(here, direction)
        if (boxes(next) === boxes(here)) now.push(next)
        else later.push(next)
      }
    }
    now = later
  }
  return null
}
