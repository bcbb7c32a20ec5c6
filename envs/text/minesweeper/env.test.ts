import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkEnv, createRng, make, type Snapshot } from '../../../core/index.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { laid, neighboursOf, OPENED, open, VALUE } from './board.ts'
import { minesweeper } from './env.ts'
import { canBeFinished, drawLayout } from './generate.ts'
import { safeCells } from './solve.ts'

describeTextEnv(minesweeper, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
})

describeKnobs(minesweeper, {
  extremes: [
    { width: 4 },
    { width: 4, mines: 1 },
    { width: 4, height: 4 },
    { width: 4, height: 4, mines: 3 },
    { width: 26, height: 26, mines: 141 },
    { width: 26, height: 26, mines: 1 },
    { width: 26, height: 4, mines: 21 },
  ],
})

test.each([
  { width: 12, height: 9, mines: 20 },
  { width: 26, height: 5, mines: 10 },
])('keeps its contract for a board of %o as well', async (knobs) => {
  const options = { ...knobs, instances: 20 }

  expect((await checkEnv(minesweeper, { options, seeds: 2 })).passed).toBe(true)
})

const small = { width: 5, height: 4, mines: 4 }
const around = neighboursOf(small.width, small.height)

/** Every way to lay the mines of a small board. */
function* everyLaying(from = 0, mines: readonly number[] = []): Generator<readonly number[]> {
  if (mines.length === small.mines) yield mines
  else for (let cell = from; cell < 20; cell++) yield* everyLaying(cell + 1, [...mines, cell])
}

const layings = [...everyLaying()].map((mines) => laid(small.width, small.height, mines))

/** Covered cells that are no mine in any laying that looks the same. */
function surelySafe(cells: readonly number[]): number[] {
  const isOpen = (cell: number) => ((cells[cell] as number) & OPENED) > 0
  const alike = layings.filter((laying) =>
    laying.every((content, cell) => !isOpen(cell) || content === ((cells[cell] as number) & VALUE)),
  )
  expect(alike.length).toBeGreaterThan(0)
  return [...cells.keys()].filter(
    (cell) => !isOpen(cell) && alike.every((laying) => laying[cell] !== 9),
  )
}

test('finds a safe cell exactly where trying all ways to lay the mines finds one', () => {
  let [some, none] = [0, 0]
  fc.assert(
    fc.property(fc.nat(layings.length - 1), fc.array(fc.nat(19), { maxLength: 6 }), (index, at) => {
      const cells = [...(layings[index] as number[])]
      for (const cell of at) {
        if (cells[cell] !== 9 && (cells[cell] as number) < OPENED) open(cells, cell, around)
      }
      const found = safeCells({ cells, ...small })
      const sure = surelySafe(cells)
      expect(sure).toEqual(expect.arrayContaining([...found]))
      expect(found.length > 0).toBe(sure.length > 0)
      if (sure.length > 0) some++
      else none++
    }),
    { numRuns: 300 },
  )
  expect(Math.min(some, none)).toBeGreaterThan(10)
})

test('finishes a board exactly where trying all ways never leaves a guess', () => {
  fc.assert(
    fc.property(fc.nat(layings.length - 1), fc.nat(19), (index, start) => {
      const cells = [...(layings[index] as number[])]
      const mines = [...cells.keys()].filter((cell) => cells[cell] === 9)
      if (cells[start] !== 0) return
      open(cells, start, around)
      for (;;) {
        const sure = surelySafe(cells)
        if (sure.length === 0) break
        for (const cell of sure) if ((cells[cell] as number) < OPENED) open(cells, cell, around)
      }
      const finished = cells.every((cell) => cell === 9 || cell >= OPENED)
      expect(canBeFinished({ mines, start }, small)).toBe(finished)
    }),
    { numRuns: 300 },
  )
})

test('begins every board at a cell that touches no mine, with something left to open', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const knobs = { width: 6, height: 6, mines: 5 }
      const layout = drawLayout(createRng(seed), knobs, () => true)
      if (!layout) return
      const cells = laid(6, 6, layout.mines)
      expect(cells[layout.start]).toBe(0)
      expect(open(cells, layout.start, neighboursOf(6, 6)).length).toBeLessThan(31)
      expect(layout.mines).toHaveLength(5)
      expect(canBeFinished(layout, knobs)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

/** The env's own state, below those of its wrappers. */
function stateIn(snapshot: Snapshot): unknown {
  return snapshot.inner
    ? stateIn(snapshot.inner)
    : (snapshot.state as { readonly state: unknown }).state
}

/** The first task, with the cells of one kind: rows and columns from 1. */
async function openFirst() {
  const env = await make(minesweeper, { reward: 'dense' })
  const { observation } = await env.reset({ task: 'standard/train/0' })
  const { cells } = stateIn(await env.snapshot()) as { cells: number[] }
  const where = (is: (cell: number) => boolean) => {
    const cell = cells.findIndex(is)
    return { row: Math.floor(cell / 8) + 1, column: (cell % 8) + 1 }
  }
  return {
    env,
    observation,
    mine: where((cell) => cell === 9),
    safe: where((cell) => cell > 0 && cell < 9),
    opened: where((cell) => cell >= OPENED),
  }
}

test('says with every step what a player can see, and no more', async () => {
  const { env, observation, safe } = await openFirst()

  const board = (await env.step(`reveal ${safe.row} ${safe.column}`)).observation

  for (const shown of [observation.split('\n').slice(-9).join('\n'), board]) {
    expect(shown).toMatch(/^ {3}1 2 3 4 5 6 7 8\n(?:[1-8] {1,2}(?: ?[#.1-8]){8}\n?){8}$/)
  }
  await env.close()
})

test('understands a cell in many words', async () => {
  const { env, safe } = await openFirst()
  const { row, column } = safe
  const start = await env.snapshot()
  const letter = String.fromCharCode(96 + column)

  const boards = new Set<string>()
  for (const said of [
    `reveal ${row} ${column}`,
    `r ${row} ${column}`,
    `${row} ${column}`,
    `(${row},${column})`,
    `Click on (${row}, ${column}).`,
    `open row ${row} column ${column}`,
    `r${row}c${column}`,
    `reveal R${row}C${column}`,
    `column ${column} row ${row}`,
    `reveal ${letter}${row}`,
    `${letter.toUpperCase()}${row}`,
  ]) {
    await env.restore(start)
    boards.add((await env.step(said)).observation)
  }

  expect(boards.size).toBe(1)
  expect([...boards][0]).not.toMatch(/Invalid/)
  await env.close()
})

test('ends with all mines shown once one is opened, and pays no more', async () => {
  const { env, mine } = await openFirst()

  const step = await env.step(`reveal ${mine.row} ${mine.column}`)

  expect(step).toMatchObject({ terminated: true, reward: 0, info: { signals: { solved: false } } })
  expect(step.observation.match(/\*/g)).toHaveLength(10)
  await env.close()
})

test('keeps a flagged cell from being opened, and refuses what makes no sense', async () => {
  const { env, mine, opened } = await openFirst()
  const cell = `${mine.row} ${mine.column}`
  const before = await env.stateHash()
  const flagged = await env.step(`flag ${cell}`)

  const answers: string[] = []
  for (const said of [
    `reveal ${cell}`,
    `flag ${cell}`,
    `reveal ${opened.row} ${opened.column}`,
    'reveal 9 1',
    '3.4',
    'win',
  ]) {
    answers.push((await env.step(said)).observation)
  }
  await env.step(`unflag ${cell}`)

  expect(flagged.observation).toContain('F')
  expect(answers).toEqual([
    expect.stringMatching(/has a flag \(unflag/),
    expect.stringMatching(/has a flag already/),
    expect.stringMatching(/is open already/),
    'Invalid move: there is no row 9 column 1 (rows go from 1 to 8, columns from 1 to 8).',
    expect.stringMatching(/"3.4" is no move/),
    expect.stringMatching(/"win" is no move/),
  ])
  expect(await env.stateHash()).toBe(before)
  await env.close()
})

test('refuses options that leave no board without a guess', async () => {
  const env = await make(minesweeper, { options: { mines: 20 } })

  await expect(env.reset()).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('20 mines on 8x8'),
  })
})
