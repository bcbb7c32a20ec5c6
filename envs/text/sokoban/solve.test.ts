import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { DIRECTIONS } from '../directions.ts'
import { generate, type Knobs, type Puzzle } from './generate.ts'
import { naiveMove, naivePushes } from './naive.suite.ts'
import { drawn, move, offsetOf, positionOf } from './room.ts'
import { optimalLength, solve } from './solve.ts'

const rooms = fc.record({
  width: fc.integer({ min: 6, max: 7 }),
  height: fc.integer({ min: 5, max: 6 }),
  boxes: fc.integer({ min: 1, max: 2 }),
  pushes: fc.integer({ min: 1, max: 2 }),
})

function puzzleOf(seed: number, knobs: Knobs): Puzzle {
  const rng = createRng(seed)
  for (let tries = 0; tries < 10_000; tries++) {
    const puzzle = generate(rng, knobs, () => true)
    if (puzzle) return puzzle
  }
  throw new Error(`no room for ${JSON.stringify(knobs)}`)
}

test('moves as the rules say, and draws what positions are read from', () => {
  const moves = fc.array(fc.constantFrom(...DIRECTIONS), { maxLength: 60 })
  fc.assert(
    fc.property(fc.nat(), rooms, moves, (seed, knobs, directions) => {
      const position = puzzleOf(seed, knobs)
      for (const direction of directions) {
        const before = drawn(position)

        const moved = move(position, offsetOf(position.layout, direction))

        expect(drawn(position)).toBe(naiveMove(before, direction))
        expect(moved === 'walked' || moved === 'pushed').toBe(drawn(position) !== before)
        const { layout, boxes, player } = position
        expect(positionOf(drawn(position))).toEqual({ layout, boxes, player })
      }
    }),
    { numRuns: 200 },
  )
})

test('generates rooms whose shortest solution is as long as they say', () => {
  fc.assert(
    fc.property(fc.nat(), rooms, (seed, knobs) => {
      const puzzle = puzzleOf(seed, knobs)

      expect(naivePushes(drawn(puzzle))).toBe(puzzle.pushes)
      expect(optimalLength(puzzle)).toBe(puzzle.pushes)
      expect(puzzle.pushes).toBeGreaterThanOrEqual(knobs.pushes)
    }),
    { numRuns: 60 },
  )
})

test('finds the length of the shortest solution from anywhere, and that there is none', () => {
  const moves = fc.array(fc.constantFrom(...DIRECTIONS), { maxLength: 40 })
  let lost = 0
  fc.assert(
    fc.property(fc.nat(), rooms, moves, (seed, knobs, directions) => {
      const position = puzzleOf(seed, knobs)
      for (const direction of directions) move(position, offsetOf(position.layout, direction))

      const length = optimalLength(position)

      expect(length).toBe(naivePushes(drawn(position)))
      if (length === null) lost++
    }),
    { numRuns: 100, seed: 1 },
  )
  expect(lost).toBeGreaterThan(3)
})

test.each([
  { width: 8, height: 8, boxes: 3, pushes: 8 },
  { width: 10, height: 10, boxes: 4, pushes: 6 },
])('solves what it generates with the fewest pushes: %o', (knobs) => {
  for (let seed = 0; seed < 10; seed++) {
    const puzzle = puzzleOf(seed, knobs)
    const { pushes: fewest, ...position } = puzzle

    const moves = solve(position) ?? []

    let pushes = 0
    for (const direction of moves) {
      if (move(position, offsetOf(position.layout, direction)) === 'pushed') pushes++
    }
    expect(drawn(position)).not.toContain('$')
    expect(pushes).toBe(fewest)
  }
})

test('knows a published level', () => {
  // Microban 1 by David W. Skinner: 8 pushes.
  const level = ['######', '#-.###', '#--###', '#*@--#', '#--$-#', '#--###', '######'].join('\n')

  expect(optimalLength(positionOf(level))).toBe(8)
})

test('draws rooms that are closed and connected, with no box at home', () => {
  fc.assert(
    fc.property(fc.nat(), rooms, (seed, knobs) => {
      const puzzle = puzzleOf(seed, knobs)
      const rows = drawn(puzzle).split('\n')

      expect(rows.map((row) => row.length)).toEqual(rows.map(() => knobs.width))
      expect(rows).toHaveLength(knobs.height)
      expect([rows[0], rows.at(-1)]).toEqual(['#'.repeat(knobs.width), '#'.repeat(knobs.width)])
      expect(rows.every((row) => row.startsWith('#') && row.endsWith('#'))).toBe(true)
      expect(drawn(puzzle).match(/\$/g)).toHaveLength(knobs.boxes)
      expect(drawn(puzzle).match(/[.+]/g)).toHaveLength(knobs.boxes)
      expect(reached(puzzle.layout)).toBe(puzzle.layout.replace(/[#\n]/g, '').length)
      expect(puzzleOf(seed, knobs)).toEqual(puzzle)
    }),
    { numRuns: 100 },
  )
})

/** Cells of floor connected to the first. */
function reached(layout: string): number {
  const stride = layout.indexOf('\n') + 1
  const found = new Set([layout.search(/[-.]/)])
  for (const at of found) {
    for (const to of [at - stride, at + 1, at + stride, at - 1]) {
      if (layout[to] !== '#' && layout[to] !== '\n') found.add(to)
    }
  }
  return found.size
}
