import { neighbour, remembered, SIDES } from '../frozen-lake/map.ts'

/** Close to 1: of two ways that are equally safe, the shorter one; a detour that is safer still wins. */
const DISCOUNT = 0.999
const EXACT = 1e-7
const MOST_SWEEPS = 5000

/** The best side from every cell of a slippery lake, by value iteration (in place). */
export const policyOf = remembered((map, size) => {
  const values: number[] = Array.from(map, (cell) => (cell === 'G' ? 1 : 0))
  const cells = [...values.keys()].filter((cell) => map[cell] === 'F')
  const worth = (cell: number, side: number) => {
    const to = (turned: number) => values[neighbour(size, cell, turned % 4)] ?? 0
    return (DISCOUNT * (to(side + 3) + to(side) + to(side + 1))) / 3
  }
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let change = 0
    for (const cell of cells) {
      const before = values[cell] ?? 0
      const best = Math.max(worth(cell, 0), worth(cell, 1), worth(cell, 2), worth(cell, 3))
      values[cell] = best
      change = Math.max(change, best - before)
    }
    if (change < EXACT) break
  }
  return values.map((_, cell) => bestOf(SIDES.map((__, side) => worth(cell, side))))
})

const bestOf = (worths: readonly number[]) => worths.indexOf(Math.max(...worths))
