import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createAutomaton } from './automaton.ts'
import { type NumberRules, numberTerm } from './numbers.ts'

interface Bounds {
  readonly low?: number
  readonly high?: number
  readonly exclusive?: boolean
  readonly multipleOf?: number
}

function rulesOf(isInteger: boolean, bounds: Bounds): NumberRules {
  const { low, high, exclusive = false, multipleOf } = bounds
  return {
    isInteger,
    low: low === undefined ? [] : [{ value: low, exclusive }],
    high: high === undefined ? [] : [{ value: high, exclusive }],
    multipleOf: multipleOf === undefined ? [] : [multipleOf],
  }
}

function createTest(isInteger: boolean, bounds: Bounds): (text: string) => boolean {
  const automaton = createAutomaton()
  const term = numberTerm(automaton.terms, rulesOf(isInteger, bounds))
  return (text) => automaton.accepts(term, text)
}

function fits(value: number, { low, high, exclusive, multipleOf }: Bounds): boolean {
  // In thousandths, where remainders are exact.
  const rest = multipleOf ? Math.round(value * 1000) % Math.round(multipleOf * 1000) : 0
  if (rest !== 0) return false
  return exclusive
    ? value > (low ?? -Infinity) && value < (high ?? Infinity)
    : value >= (low ?? -Infinity) && value <= (high ?? Infinity)
}

const bound = (scale: number) =>
  fc.option(
    fc.integer({ min: -150 * scale, max: 150 * scale }).map((n) => n / scale),
    { nil: undefined },
  )
const rules = (scale: number, steps: readonly number[]) =>
  fc.tuple(bound(scale), bound(scale), fc.boolean(), fc.constantFrom(undefined, ...steps)).map(
    ([low, high, exclusive, multipleOf]): Bounds => ({
      exclusive,
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
      ...(multipleOf === undefined ? {} : { multipleOf }),
    }),
  )

describe('integers', () => {
  test('of -200 to 200 are taken exactly where bounds and steps allow', () => {
    fc.assert(
      fc.property(rules(2, [1, 2, 3, 7, 10, 0.5, 1.5, 64]), (bounds) => {
        const accepts = createTest(true, bounds)
        for (let value = -200; value <= 200; value++) {
          expect(accepts(String(value)), `${value}`).toBe(fits(value, bounds))
        }
      }),
      { numRuns: 60, seed: 5 },
    )
  })

  test('are written as JSON.stringify writes them', () => {
    const accepts = createTest(true, {})

    for (const text of ['-0', '00', '01', '+1', '1.0', '1e3', '', '-', '--1', ' 1']) {
      expect(accepts(text), text).toBe(false)
    }
  })

  test('go as far as doubles tell them apart', () => {
    const accepts = createTest(true, {})

    expect([accepts('9007199254740991'), accepts('-9007199254740991')]).toEqual([true, true])
    expect([accepts('9007199254740992'), accepts('10000000000000000')]).toEqual([false, false])
  })
})

describe('numbers', () => {
  test('with two digits behind the point are taken exactly where bounds and steps allow', () => {
    fc.assert(
      fc.property(rules(100, [1, 0.5, 0.25, 0.1, 0.02, 3]), (bounds) => {
        const accepts = createTest(false, bounds)
        for (let hundredths = -16_000; hundredths <= 16_000; hundredths += 37) {
          const value = hundredths / 100
          expect(accepts(String(value)), `${value}`).toBe(fits(value, bounds))
        }
      }),
      { numRuns: 40, seed: 6 },
    )
  })

  test('are written as JSON.stringify writes them', () => {
    const accepts = createTest(false, {})

    for (const text of [
      '-0',
      '1.',
      '.5',
      '1.50',
      '0.0',
      '1.0',
      '1e3',
      '00.5',
      '-',
      '1.2.3',
      '-.5',
    ]) {
      expect(accepts(text), text).toBe(false)
    }
    for (const text of ['0', '-1', '0.5', '-0.000001', '123456789.123456']) {
      expect(accepts(text), text).toBe(true)
    }
  })

  test('have as many digits behind the point as narrow bounds need', () => {
    const accepts = createTest(false, { low: 1e-9, high: 2e-9, exclusive: true })

    expect([accepts('0.0000000015'), accepts('0.000000001'), accepts('0.000000002')]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('hold to bounds that take seventeen digits to write', () => {
    const accepts = createTest(false, { low: 0.1 + 0.2, high: 0.31 })

    expect([accepts('0.3'), accepts('0.300001'), accepts('0.31')]).toEqual([false, true, true])
  })
})
