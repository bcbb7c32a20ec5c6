import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkEnv, createRng, make, type Snapshot } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { sudoku } from './env.ts'
import { drawPuzzle } from './generate.ts'
import { conflict, LAYOUTS, shown } from './grid.ts'
import { solutionsOf } from './solve.ts'

describeTextEnv(sudoku, { folder: import.meta.dirname, levels: ['easy', 'standard', 'hard'] })

describeKnobs(sudoku, {
  extremes: [
    { size: 4 },
    { size: 6 },
    { difficulty: 'easy', size: 9 },
    { size: 4, clues: 4 },
    { size: 4, clues: 15 },
    { size: 6, clues: 9 },
    { size: 9, clues: 24 },
    { size: 9, clues: 80 },
  ],
})

test.each([
  { size: 4, clues: 4 },
  { size: 6, clues: 12 },
  { size: 9, clues: 26 },
] as const)('keeps its contract with %o as well', async (knobs) => {
  const options = { ...knobs, instances: 20 }

  expect((await checkEnv(sudoku, { options, seeds: 2 })).passed).toBe(true)
})

const cellsOf = (digits: string) => [...digits].map(Number)

test.each([
  [
    'the one of Wikipedia',
    '530070000600195000098000060800060003400803001700020006060000280000419005000080079',
    '534678912672195348198342567859761423426853791713924856961537284287419635345286179',
  ],
  [
    'one of 17 clues, the fewest there can be',
    '000000010400000000020000000000050407008000300001090000300400200050100000000806000',
    '693784512487512936125963874932651487568247391741398625319475268856129743274836159',
  ],
])('solves %s', (_, givens, solution) => {
  expect(solutionsOf(cellsOf(givens), LAYOUTS[9], 2).map((cells) => cells.join(''))).toEqual([
    solution,
  ])
})

test('tells that a board has more than one solution, or none', () => {
  expect(solutionsOf(new Array<number>(16).fill(0), LAYOUTS[4], 1000)).toHaveLength(288)
  expect(solutionsOf(cellsOf('1230000400000000'), LAYOUTS[4], 2)).toHaveLength(0)
})

/** All grids of size 4, by trying permutations row by row. */
function allGrids(): string[] {
  const rows = [...'1234'].flatMap((a) =>
    [...'1234'].flatMap((b) =>
      [...'1234'].flatMap((c) =>
        [...'1234'].map((d) => a + b + c + d).filter((row) => new Set(row).size === 4),
      ),
    ),
  )
  const isGrid = (grid: string) => {
    const columns = [0, 1, 2, 3].map((i) => [0, 4, 8, 12].map((row) => grid[row + i]))
    const boxes = [0, 2, 8, 10].map((i) => [0, 1, 4, 5].map((cell) => grid[cell + i]))
    return [...columns, ...boxes].every((unit) => new Set(unit).size === 4)
  }
  return rows.flatMap((a) =>
    rows.flatMap((b) =>
      new Set([a[0], a[1], b[0], b[1]]).size < 4
        ? []
        : rows.flatMap((c) => rows.map((d) => a + b + c + d).filter(isGrid)),
    ),
  )
}

test('draws puzzles of size 4 that one grid alone agrees with', () => {
  const grids = allGrids()
  expect(grids).toHaveLength(288)
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 4, max: 15 }), (seed, clues) => {
      const puzzle = drawPuzzle(createRng(seed), LAYOUTS[4], clues, () => true)
      if (!puzzle) return
      const { givens, solution } = puzzle
      const agree = grids.filter((grid) =>
        givens.every((digit, cell) => digit === 0 || digit === Number(grid[cell])),
      )
      expect(agree).toEqual([solution])
      expect(givens.filter((digit) => digit > 0)).toHaveLength(clues)
    }),
  )
})

test.each([4, 6, 9] as const)('solves grids that hold each digit once a unit: size %s', (size) => {
  const layout = LAYOUTS[size]
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const puzzle = drawPuzzle(createRng(seed), layout, Math.ceil(size * size * 0.45), () => true)
      if (!puzzle) return
      const grid = cellsOf(puzzle.solution)
      for (const [cell, digit] of grid.entries()) {
        expect(conflict(grid, cell, digit, layout)).toBeNull()
      }
      expect(solutionsOf(puzzle.givens, layout, 2)).toEqual([grid])
    }),
    { numRuns: 15 },
  )
})

test('draws lines between boxes', () => {
  expect(shown(cellsOf('1000020000300004'), LAYOUTS[4])).toBe(
    '1 . | . .\n. 2 | . .\n----+----\n. . | 3 .\n. . | . 4',
  )
  const lines = shown(new Array<number>(81).fill(0), LAYOUTS[9]).split('\n')
  expect(lines.filter((line) => line === '------+-------+------')).toHaveLength(2)
})

/** The env's own state, below those of its wrappers. */
function stateIn(snapshot: Snapshot): unknown {
  return snapshot.inner
    ? stateIn(snapshot.inner)
    : (snapshot.state as { readonly state: unknown }).state
}

/** An easy task whose state is known, and an empty cell of it. */
async function openEasy() {
  const env = await make(sudoku, { options: { difficulty: 'easy' }, reward: 'dense' })
  await env.reset({ task: 'easy/train/0' })
  const { givens } = stateIn(await env.snapshot()) as { givens: number[] }
  const [grid = []] = solutionsOf(givens, LAYOUTS[4], 1)
  const at = (cell: number) => `${Math.floor(cell / 4) + 1} ${(cell % 4) + 1}`
  return { env, givens, grid, at, cell: givens.indexOf(0) }
}

test('understands an entry in many words', async () => {
  const { env, grid, cell } = await openEasy()
  const [row, column, digit] = [Math.floor(cell / 4) + 1, (cell % 4) + 1, grid[cell]]
  const start = await env.snapshot()

  const boards = new Set<string>()
  for (const said of [
    `${row} ${column} ${digit}`,
    `(${row}, ${column}) = ${digit}`,
    `r${row}c${column} = ${digit}`,
    `Row ${row}, column ${column}: ${digit}`,
    `column ${column} row ${row}: ${digit}`,
    `Place ${digit} at row ${row} column ${column}.`,
    `put ${digit} in (${row},${column})`,
  ]) {
    await env.restore(start)
    boards.add((await env.step(said)).observation)
  }

  expect(boards.size).toBe(1)
  expect([...boards][0]).not.toMatch(/Invalid/)
  await env.close()
})

test('clears what a player wrote, and pays nothing for writing it again', async () => {
  const { env, grid, cell, at } = await openEasy()
  const before = await env.stateHash()

  const parts: number[] = []
  for (const said of [`${at(cell)} ${grid[cell]}`, `clear ${at(cell)}`]) {
    parts.push((await env.step(said)).rewards['progress'] ?? 0)
  }

  expect(parts[0]).toBeGreaterThan(0)
  expect((parts[0] ?? 0) + (parts[1] ?? 0)).toBeCloseTo(0)
  expect(await env.stateHash()).toBe(before)
  await env.step(`${at(cell)} ${grid[cell]}`)
  await env.step(`${at(cell)} 0`)
  expect(await env.stateHash()).toBe(before)
  await env.close()
})

test('refuses givens, contradictions and what is not on the board, and says why', async () => {
  const { env, givens, at, cell } = await openEasy()
  const given = givens.findIndex((digit) => digit > 0)
  const [row = 0, column = 0] = [Math.floor(cell / 4), cell % 4]
  const taken = [...givens.keys()].find(
    (other) => (givens[other] ?? 0) > 0 && (Math.floor(other / 4) === row || other % 4 === column),
  )
  const before = await env.stateHash()

  const answers: string[] = []
  for (const said of [
    `${at(given)} ${givens[given]}`,
    `${at(cell)} ${givens[taken ?? 0]}`,
    `clear ${at(cell)}`,
    '5 1 1',
    '1 1',
    '1.1 2',
    '-1 1 1',
  ]) {
    answers.push((await env.step(said)).observation)
  }

  expect(answers).toEqual([
    expect.stringMatching(/is given and stays/),
    expect.stringMatching(/is in that (row|column|box) already, at row \d column \d/),
    expect.stringMatching(/is empty already/),
    expect.stringMatching(/go from 1 to 4/),
    expect.stringMatching(/"1 1" is no move/),
    expect.stringMatching(/"1.1 2" is no move/),
    expect.stringMatching(/"-1 1 1" is no move/),
  ])
  expect(await env.stateHash()).toBe(before)
  await env.close()
})

test('pays the same progress for every digit it lets in, right or wrong', async () => {
  const { env, givens } = await openEasy()
  const start = await env.snapshot()
  const gains = new Map<number, Set<number>>()
  for (const [cell, given] of givens.entries()) {
    for (let digit = 1; digit <= 4 && given === 0; digit++) {
      await env.restore(start)
      const said = `${Math.floor(cell / 4) + 1} ${(cell % 4) + 1} ${digit}`
      const { observation, rewards } = await env.step(said)
      if (observation.startsWith('Invalid')) continue
      gains.set(cell, (gains.get(cell) ?? new Set()).add(rewards['progress'] ?? 0))
    }
  }

  expect(new Set([...gains.values()].flatMap((paid) => [...paid])).size).toBe(1)
  await env.close()
})

test('refuses clues that no size has puzzles for', async () => {
  const env = await make(sudoku, { options: { size: 6, clues: 38 } })

  await expect(env.reset()).rejects.toMatchObject({
    name: 'ConfigError',
    message:
      'Cannot make text/Sudoku-v0: 38 clues at size 6 (give clues from 9 to 35, or another size)',
  })
})
