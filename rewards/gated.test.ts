import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupScores, type RewardTerm, type Signals, scored, unscored } from '../core/index.ts'
import { atEnd, gated, signal } from './index.ts'
import { totalOf, trajectoryOf, unavailable, valuesOf } from './rewards.suite.ts'

const THRESHOLD = 1
const term = gated(signal('long'), signal('step'), { threshold: THRESHOLD })
// Multiples of 1/8 add up without rounding, so that totals may be compared exactly.
const eighths = fc.integer({ min: -16, max: 16 }).map((n) => n / 8)
const episode = fc.array(fc.record({ long: eighths, step: eighths }), {
  minLength: 1,
  maxLength: 6,
})
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('gated', () => {
  test('lets step rewards have no effect below the threshold, and adds all of them from it on', async () => {
    await fc.assert(
      fc.asyncProperty(episode, async (measured) => {
        const long = sum(measured.map((signals) => signals.long))
        const step = sum(measured.map((signals) => signals.step))

        expect(await totalOf(term, trajectoryOf(null, measured))).toBe(
          long >= THRESHOLD ? long + step : long,
        )
      }),
    )
  })

  test('grows with every step reward once the gate is open', async () => {
    await fc.assert(
      fc.asyncProperty(
        episode,
        fc.nat(),
        fc.integer({ min: 1, max: 8 }),
        async (drawn, at, more) => {
          const opened = drawn.map((signals, i) => (i === 0 ? { ...signals, long: 100 } : signals))
          const raised = opened.map((signals, i) =>
            i === at % opened.length ? { ...signals, step: signals.step + more } : signals,
          )

          const before = await totalOf(term, trajectoryOf(null, opened))
          const after = await totalOf(term, trajectoryOf(null, raised))

          expect(Number(after)).toBeGreaterThan(Number(before))
        },
      ),
    )
  })

  test('pays step rewards on their own turns', async () => {
    const measured = [
      { long: 0, step: 0.5 },
      { long: 1, step: 0.25 },
    ]

    expect(await valuesOf(term, trajectoryOf(null, measured))).toEqual([0.5, 1.25])
  })

  test('is unscored when the long part is: the gate is neither open nor shut', async () => {
    const judged = gated(unavailable, signal('step'), { threshold: 1 })

    expect(await valuesOf(judged, trajectoryOf(null, [{ step: 1 }, { step: 1 }]))).toEqual([
      'JudgeError',
      'JudgeError',
    ])
  })

  test('asks the immediate part only when the gate is open', async () => {
    const judged = gated(signal('long'), unavailable, { threshold: 1 })

    expect(await totalOf(judged, trajectoryOf(null, [{ long: 0 }]))).toBe(0)
    expect(await totalOf(judged, trajectoryOf(null, [{ long: 1 }]))).toBe('JudgeError')
  })

  test('pays provisionally for the long part alone, and shows both', () => {
    const turn = { index: 0, signals: { long: 2, step: 1 }, previous: null, terminated: false }

    expect(term.step?.(turn)).toBe(2)
    expect(Object.keys(term.parts ?? {})).toEqual(['long', 'immediate'])
  })

  test('gates the scores of a group one by one', async () => {
    const scores = [scored(0), scored(2), unscored('JudgeError')]
    const long: RewardTerm<Signals> = {
      spec: { kind: 'custom', name: 'ranked' },
      group: async () => scores,
    }
    const group = scores.map(() => trajectoryOf(null, [{ step: 5 }]))

    expect(await groupScores(gated(long, signal('step'), { threshold: 1 }), group, {})).toEqual([
      scored(0),
      scored(7),
      unscored('JudgeError'),
    ])
  })

  test('refuses a threshold that is no number', () => {
    expect(() => gated(signal('a'), signal('b'), { threshold: Number.NaN })).toThrow(
      'give a number',
    )
  })
})

describe('atEnd', () => {
  test('puts the sum on the last turn', async () => {
    await fc.assert(
      fc.asyncProperty(episode, async (measured) => {
        const values = await valuesOf(atEnd(signal('step')), trajectoryOf(null, measured))

        expect(values.at(-1)).toBe(sum(measured.map((signals) => signals.step)))
        expect(values.slice(0, -1).every((value) => value === 0)).toBe(true)
      }),
    )
  })

  test('is unscored throughout when a turn is, pays nothing while it runs, and keeps parts', async () => {
    expect(await valuesOf(atEnd(unavailable), trajectoryOf(null, [{}, {}]))).toEqual([
      'JudgeError',
      'JudgeError',
    ])
    expect(atEnd(signal('step')).step).toBeUndefined()
    expect(Object.keys(atEnd(term).parts ?? {})).toEqual(['long', 'immediate'])
  })

  test('keeps the group moment of its term', async () => {
    const ranked: RewardTerm<Signals> = {
      spec: { kind: 'custom', name: 'ranked' },
      group: async (group) => group.map(() => scored(4)),
    }

    expect(await groupScores(atEnd(ranked), [trajectoryOf(null, [{}])], {})).toEqual([scored(4)])
  })
})
