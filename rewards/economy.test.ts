import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { economy, gated, solved } from './index.ts'
import { totalOf, trajectoryOf, valuesOf } from './rewards.suite.ts'

const lines = economy({ signal: 'lines', free: 2, half: 10 })

describe('economy', () => {
  test('is whole up to what is free, half at `half` beyond it, and paid on the last turn', async () => {
    const spent = (...all: number[]) =>
      trajectoryOf(
        null,
        all.map((count) => ({ lines: count })),
      )

    expect(await valuesOf(lines, spent(0, 2))).toEqual([0, 1])
    expect(await valuesOf(lines, spent(2, 12))).toEqual([0, 0.5])
    expect(await valuesOf(lines, spent(100, 2))).toEqual([0, 1])
  })

  test('never pays more for more, and stays in (0, 1]', async () => {
    const count = fc.nat({ max: 10_000 })
    await fc.assert(
      fc.asyncProperty(count, count, async (some, more) => {
        const few = Number(await totalOf(lines, trajectoryOf(null, [{ lines: some }])))
        const many = Number(await totalOf(lines, trajectoryOf(null, [{ lines: some + more }])))

        expect(many).toBeLessThanOrEqual(few)
        expect(many).toBeGreaterThan(0)
        expect(few).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('behind a gate pays nothing for a task that was not solved, however little was spent', async () => {
    const term = gated(solved(), lines, { threshold: 1 })
    const ended = (isSolved: boolean, count: number) =>
      trajectoryOf(null, [{ solved: isSolved, lines: count }])

    expect(await totalOf(term, ended(false, 0))).toBe(0)
    expect(await totalOf(term, ended(true, 12))).toBe(1.5)
  })

  test('refuses a half that is none', () => {
    expect(() => economy({ signal: 'lines', half: 0 })).toThrow('Cannot reward economy of lines')
  })
})
