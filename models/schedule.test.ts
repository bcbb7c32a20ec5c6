import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSchedule, type ScheduleOptions, scheduleKinds } from './schedule.ts'

const schedules: fc.Arbitrary<Required<ScheduleOptions>> = fc
  .record({
    kind: fc.constantFrom(...scheduleKinds),
    peak: fc.double({ min: 1e-8, max: 10, noNaN: true }),
    floor: fc.double({ min: 0, max: 1, noNaN: true }),
    steps: fc.integer({ min: 1, max: 200 }),
    warmup: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ warmup, ...rest }) => ({ ...rest, warmupSteps: Math.floor(warmup * rest.steps) }))

const ratesOf = (options: ScheduleOptions) =>
  Array.from({ length: options.steps }, (_, step) => createSchedule(options)(step))

describe('a schedule', () => {
  test('starts above 0, reaches its peak and no more, and is never negative', () => {
    fc.assert(
      fc.property(schedules, (options) => {
        const rates = ratesOf(options)

        expect(rates[0]).toBeGreaterThan(0)
        expect(Math.max(...rates)).toBe(options.peak)
        expect(Math.min(...rates)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('that decays has its peak on one step alone: the last of the warm-up, or the first', () => {
    const kinds = fc.constantFrom('linear', 'cosine')
    fc.assert(
      fc.property(schedules, kinds, (options, kind) => {
        const rates = ratesOf({ ...options, kind, floor: Math.min(options.floor, 0.9) })
        const at = rates.flatMap((rate, step) => (rate === options.peak ? [step] : []))

        expect(at).toEqual([Math.max(options.warmupSteps - 1, 0)])
      }),
    )
  })

  test('grows while it warms up, then never grows again', () => {
    fc.assert(
      fc.property(schedules, (options) => {
        const rates = ratesOf(options)
        const warm = rates.slice(0, options.warmupSteps)
        const rest = rates.slice(options.warmupSteps)

        expect(warm).toEqual([...warm].sort((a, b) => a - b))
        expect(rest).toEqual([...rest].sort((a, b) => b - a))
      }),
    )
  })

  test('ends at its floor, and stays there', () => {
    const options = { peak: 2, floor: 0.25, warmupSteps: 3, steps: 20 } as const

    for (const kind of ['linear', 'cosine'] as const) {
      const rate = createSchedule({ ...options, kind })
      expect([rate(19), rate(20), rate(1000)]).toEqual([0.5, 0.5, 0.5])
    }
  })

  test('has the values of its formulas', () => {
    const options = { peak: 1, warmupSteps: 2, steps: 7 } as const

    expect(ratesOf({ ...options, kind: 'constant' })).toEqual([0.5, 1, 1, 1, 1, 1, 1])
    expect(ratesOf({ ...options, kind: 'linear' })).toEqual(
      [0.5, 1, 0.8, 0.6, 0.4, 0.2, 0].map((rate) => expect.closeTo(rate, 12)),
    )
    const [first, , , , , , , halfway] = ratesOf({ ...options, steps: 14, kind: 'cosine' })
    expect(first).toBe(0.5)
    expect(halfway).toBeCloseTo(0.5, 12)
  })
})

test.each([
  [{ peak: 0 }, 'its peak is 0'],
  [{ peak: Number.NaN }, 'its peak is NaN'],
  [{ floor: 1.5 }, 'its floor is 1.5'],
  [{ steps: 0 }, '0 steps'],
  [{ warmupSteps: 11 }, '11 of 10 steps are to warm up'],
])('refuses what is no schedule: %o', (wrong, reason) => {
  const options = { kind: 'cosine', peak: 1, steps: 10, ...wrong } as const

  expect(() => createSchedule(options)).toThrow(`Cannot schedule the learning rate: ${reason}`)
})
