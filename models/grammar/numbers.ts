import { type Decimal, decimalOf, scaled } from './decimals.ts'
import { fractions, wholeNumbers } from './digits.ts'
import type { Term, Terms } from './terms.ts'

export interface NumberRules {
  readonly isInteger: boolean
  readonly low: readonly Bound[]
  readonly high: readonly Bound[]
  readonly multipleOf: readonly number[]
}

export interface Bound {
  readonly value: number
  readonly exclusive: boolean
}

const MOST: Decimal = { mantissa: BigInt(Number.MAX_SAFE_INTEGER), scale: 0 }
const LEAST: Decimal = { mantissa: -MOST.mantissa, scale: 0 }
/** Decimals of so many digits are told apart by doubles: what is within bounds as text is so as a number. */
const MOST_DIGITS = 15
const FRACTION_DIGITS = 6

/**
 * The numbers that keep to the rules, as `JSON.stringify` writes them: all integers up to 2^53 - 1, and of
 * the others those with up to six digits behind the point (more where the bounds leave no such number)
 * and fifteen in all, never with an exponent.
 */
export function numberTerm(terms: Terms, rules: NumberRules): Term {
  const steps = rules.multipleOf.map(decimalOf)
  const finest = Math.max(...steps.map(({ scale }) => scale), 0)
  for (let places = rules.isInteger ? 0 : Math.max(FRACTION_DIGITS, finest); ; places++) {
    const low = greatest(
      rules.low.map((bound) => gridLow(bound, places)),
      scaled(LEAST, places, 'up'),
    )
    const high = smallest(
      rules.high.map((bound) => gridHigh(bound, places)),
      scaled(MOST, places, 'down'),
    )
    if (low > high && places < MOST_DIGITS && !rules.isInteger) continue
    const written = terms.choice([
      terms.sequence(terms.literal('-'), notNegative(terms, high < 0n ? -high : 1n, -low, places)),
      notNegative(terms, low > 0n ? low : 0n, high, places),
    ])
    return steps.reduce(
      (term, { mantissa, scale }) =>
        terms.both(term, terms.multiple({ of: Number(mantissa), scale, remainder: 0, digits: -1 })),
      written,
    )
  }
}

/** Whether remainders by it can be counted with. */
export function isStep(value: unknown): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return false
  const { mantissa, scale } = decimalOf(value)
  return scale <= MOST_DIGITS && mantissa * 10n <= MOST.mantissa
}

function gridLow({ value, exclusive }: Bound, places: number): bigint {
  const exact = decimalOf(value)
  const low = scaled(exact, places, 'up')
  return exclusive && low === scaled(exact, places, 'down') ? low + 1n : low
}

function gridHigh({ value, exclusive }: Bound, places: number): bigint {
  const exact = decimalOf(value)
  const high = scaled(exact, places, 'down')
  return exclusive && high === scaled(exact, places, 'up') ? high - 1n : high
}

/** From `low` to `high`, in units of the last of `places` digits behind the point. */
function notNegative(terms: Terms, low: bigint, high: bigint, places: number): Term {
  const unit = 10n ** BigInt(places)
  // From here on a fraction would make too many digits.
  const widest = 10n ** BigInt(Math.max(0, MOST_DIGITS - places))
  const whole = (value: bigint) => (value + unit - 1n) / unit
  const from = whole(low) > widest ? whole(low) : widest
  return terms.choice([
    withFraction(terms, low, high < widest * unit ? high : widest * unit - 1n, places),
    places === 0 ? terms.none : wholeNumbers(terms, from, high / unit),
    places === 0 ? wholeNumbers(terms, low, high) : terms.none,
  ])
}

function withFraction(terms: Terms, low: bigint, high: bigint, places: number): Term {
  if (low > high || places === 0) return terms.none
  const unit = 10n ** BigInt(places)
  const [first, last] = [low / unit, high / unit]
  const from = (whole: bigint, least: bigint, most: bigint): Term =>
    terms.sequence(wholeNumbers(terms, whole, whole), fractions(terms, least, most, places))
  if (first === last) return from(first, low % unit, high % unit)
  return terms.choice([
    from(first, low % unit, unit - 1n),
    terms.sequence(
      wholeNumbers(terms, first + 1n, last - 1n),
      fractions(terms, 0n, unit - 1n, places),
    ),
    from(last, 0n, high % unit),
  ])
}

const greatest = (values: readonly bigint[], start: bigint): bigint =>
  inOrder(values, start).at(-1) ?? start
const smallest = (values: readonly bigint[], start: bigint): bigint =>
  inOrder(values, start)[0] ?? start
const inOrder = (values: readonly bigint[], start: bigint): readonly bigint[] =>
  [start, ...values].sort((a, b) => (a < b ? -1 : 1))
