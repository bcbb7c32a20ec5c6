import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkEnv, createRng, make } from '../../../core/index.ts'
import { DIRECTIONS } from '../directions.ts'
import { describeKnobs } from '../knobs.suite.ts'
import { describeTextEnv } from '../text-env.suite.ts'
import { fifteenPuzzle } from './env.ts'
import { allScrambled, drawTiles } from './generate.ts'
import { goalOf, isSolvable, manhattan, neighbour, slide, type Tiles } from './rules.ts'
import { shortestSolution } from './shortest.ts'
import { solutionOf } from './solve.ts'

describeTextEnv(fifteenPuzzle, {
  folder: import.meta.dirname,
  levels: ['easy', 'standard', 'hard'],
})

describeKnobs(fifteenPuzzle, {
  extremes: [
    { size: 3, shuffles: 0 },
    { size: 4, shuffles: 10 },
    { size: 4, shuffles: 1000 },
    { size: 4, shuffles: 1 },
  ],
})

test.each([
  { size: 3, shuffles: 0 },
  { size: 4, shuffles: 1000 },
])('keeps its contract with %o as well', async (knobs) => {
  const options = { ...knobs, instances: 20 }

  expect((await checkEnv(fifteenPuzzle, { options, seeds: 2 })).passed).toBe(true)
})

/** Fewest moves to the goal of every position that can be reached, by searching backwards from it. */
function searched(size: number): Map<string, number> {
  const found = new Map([[goalOf(size).join(''), 0]])
  for (const [key, distance] of found) {
    const tiles = [...key].map(Number)
    const blank = tiles.indexOf(0)
    for (const direction of DIRECTIONS) {
      if (neighbour(blank, direction, size) < 0) continue
      const next = [...tiles]
      slide(next, direction, size)
      if (!found.has(next.join(''))) found.set(next.join(''), distance + 1)
    }
  }
  return found
}

const distances = searched(3)

test('calls exactly those positions solvable that moves can reach: all of size 3', () => {
  let [all, solvable] = [0, 0]
  const permute = (tiles: Tiles, left: readonly number[]) => {
    for (const tile of left) {
      permute(
        [...tiles, tile],
        left.filter((each) => each !== tile),
      )
    }
    if (left.length > 0) return
    all++
    const said = isSolvable(tiles, 3)
    if (said) solvable++
    if (said !== distances.has(tiles.join(''))) throw new Error(tiles.join(' '))
  }
  permute([], [...goalOf(3)])

  expect([all, solvable, Math.max(...new Set(distances.values()))]).toEqual([362_880, 181_440, 31])
})

test('keeps a position of size 4 solvable by every move, and not by swapping two tiles', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.constantFrom(...DIRECTIONS)), (seed, moves) => {
      const tiles = drawTiles(createRng(seed), 4, 0)
      expect(isSolvable(tiles, 4)).toBe(true)
      for (const move of moves) {
        if (neighbour(tiles.indexOf(0), move, 4) >= 0) slide(tiles, move, 4)
      }
      expect(isSolvable(tiles, 4)).toBe(true)
      const [a = 0, b = 0] = [...tiles.keys()].filter((cell) => tiles[cell] !== 0)
      const swapped = tiles.with(a, tiles[b] as number).with(b, tiles[a] as number)
      expect(isSolvable(swapped, 4)).toBe(false)
    }),
  )
})

test('refuses the puzzle that Sam Loyd offered 1,000 dollars for', () => {
  const loyd = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 14, 0]

  expect(isSolvable(loyd, 4)).toBe(false)
})

test('finds the shortest solution of size 3', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const tiles = drawTiles(createRng(seed), 3, 0)
      const path = solutionOf(tiles, 3)
      for (const direction of path) slide(tiles, direction, 3)
      expect(tiles).toEqual(goalOf(3))
      expect(path.length).toBe(distances.get(drawTiles(createRng(seed), 3, 0).join('')))
    }),
    { numRuns: 50 },
  )
})

test('solves the hardest position of size 3 in its 31 moves', () => {
  expect(shortestSolution([8, 6, 7, 2, 5, 4, 3, 0, 1], 3, 1_000_000)).toHaveLength(31)
})

test('solves every position of size 4 within half of the steps there are', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const tiles = drawTiles(createRng(seed), 4, 0)
      const path = solutionOf(tiles, 4)
      for (const direction of path) {
        expect(neighbour(tiles.indexOf(0), direction, 4)).toBeGreaterThanOrEqual(0)
        slide(tiles, direction, 4)
      }
      expect(tiles).toEqual(goalOf(4))
      expect(path.length).toBeLessThan(150)
    }),
    { numRuns: 50 },
  )
})

test('lists every position so many moves away from order, and none twice', () => {
  const listed = allScrambled(3, 6).map((tiles) => tiles.join(''))

  // Up to six: seven of the twelve moves around four cells are five the other way.
  const away = [...distances].filter(([, moves]) => moves === 6).map(([key]) => key)
  expect(listed.toSorted()).toEqual(away.toSorted())
})

test('never counts more steps of the tiles than the moves that are needed', () => {
  for (const [key, moves] of distances) {
    const away = manhattan([...key].map(Number), 3)
    if (away > moves || (away === 0) !== (moves === 0)) throw new Error(key)
  }
})

/** An easy task, and its board as it is shown. */
async function openEasy() {
  const env = await make(fifteenPuzzle, { options: { difficulty: 'easy' } })
  const { observation } = await env.reset({ seed: 3 })
  const rows = observation.split('\n').slice(-3)
  return { env, cells: rows.flatMap((row) => row.split(' ')) }
}

test('takes the number of a tile as well as the way of the blank', async () => {
  const { env, cells } = await openEasy()
  const blank = cells.indexOf('_')
  const direction = DIRECTIONS.find((each) => neighbour(blank, each, 3) >= 0) ?? 'up'
  const tile = cells[neighbour(blank, direction, 3)]
  const start = await env.snapshot()

  const boards: string[] = []
  for (const said of [direction, direction.charAt(0), `Move the blank ${direction}!`, `${tile}`]) {
    await env.restore(start)
    boards.push((await env.step(said)).observation)
  }
  await env.restore(start)
  boards.push((await env.step(`slide tile ${tile}`)).observation)

  expect(new Set(boards).size).toBe(1)
  expect(boards[0]).toMatch(/^[1-8_ \n]+$/)
  await env.close()
})

test('refuses a tile away from the blank, the edge, and two moves at once', async () => {
  const { env, cells } = await openEasy()
  const blank = cells.indexOf('_')
  const beside = DIRECTIONS.map((each) => cells[neighbour(blank, each, 3)])
  const far = cells.find((cell) => cell !== '_' && !beside.includes(cell))
  const before = await env.stateHash()

  const answers: string[] = []
  for (const said of [`${far}`, '9', 'up down', '1 2 3 4 5 6 7 8 _', 'solve']) {
    answers.push((await env.step(said)).observation)
  }

  expect(answers).toEqual([
    expect.stringMatching(/^Invalid move: tile \d is not beside the blank \(possible: /),
    'Invalid move: there is no tile 9 (the tiles are 1 to 8).',
    'Invalid move: it names more than one move (give one at a time).',
    'Invalid move: it names more than one move (give one at a time).',
    expect.stringMatching(/^Invalid move: "solve" is no move/),
  ])
  expect(await env.stateHash()).toBe(before)
  await env.close()
})

test('says that the blank is at the edge', async () => {
  const { env } = await openEasy()
  for (const _ of [1, 2]) await env.step('up')

  expect((await env.step('up')).observation).toMatch(
    /^Invalid move: the blank cannot go up, it is at the edge \(possible: .*which slide tile \d/,
  )
  await env.close()
})

test('leaves nobody without tasks to train on where there are few positions', async () => {
  await using env = await make(fifteenPuzzle, { options: { size: 4, shuffles: 3 } })

  const splits = ((await env.runner?.tasks?.()) ?? []).map(({ split }) => split)

  expect(new Set(splits)).toEqual(new Set(['train', 'validation', 'test']))
})
