import type { Term, Terms } from './terms.ts'

const ZERO = 0x30

export const digit = (terms: Terms, low: number, high: number): Term =>
  terms.bytes(low > high ? [] : [[ZERO + low, ZERO + high]])

/** The integers `low` .. `high`, neither below zero, without leading zeros. */
export function wholeNumbers(terms: Terms, low: bigint, high: bigint): Term {
  if (low > high) return terms.none
  const options: Term[] = []
  const [fewest, most] = [String(low).length, String(high).length]
  for (let length = fewest; length <= most; length++) {
    const from = length === fewest ? String(low) : `1${'0'.repeat(length - 1)}`
    const to = length === most ? String(high) : '9'.repeat(length)
    options.push(between(terms, from, to))
  }
  return terms.choice(options)
}

/** Numerals of one length, from one to the other. */
function between(terms: Terms, low: string, high: string): Term {
  if (low === '') return terms.empty
  const [first, last] = [Number(low[0]), Number(high[0])]
  const rest = low.length - 1
  const zeros = '0'.repeat(rest)
  const nines = '9'.repeat(rest)
  const then = (from: string, to: string, a: number, b: number): Term =>
    terms.sequence(digit(terms, a, b), between(terms, from, to))
  if (rest > 0 && low === `0${zeros}` && high === `9${nines}`) {
    return terms.repeat(digit(terms, 0, 9), low.length, low.length)
  }
  if (first === last) return then(low.slice(1), high.slice(1), first, last)
  return terms.choice([
    then(low.slice(1), nines, first, first),
    terms.sequence(digit(terms, first + 1, last - 1), terms.repeat(digit(terms, 0, 9), rest, rest)),
    then(zeros, high.slice(1), last, last),
  ])
}

/**
 * Behind a whole number: the fractions `low` .. `high` in units of the last of `places` digits, with their
 * point, without zeros at their end; no fraction is nothing at all.
 */
export function fractions(terms: Terms, low: bigint, high: bigint, places: number): Term {
  if (low > high) return terms.none
  if (places === 0) return terms.empty
  const numeral = (value: bigint) => String(value).padStart(places, '0')
  const digits = tail(terms, numeral(low), numeral(high), false)
  const point = terms.sequence(terms.literal('.'), digits)
  return low === 0n ? terms.choice([terms.empty, point]) : point
}

/** Digits that, with zeros behind them, are from one numeral to the other. */
function tail(terms: Terms, low: string, high: string, mayEnd: boolean): Term {
  const end = mayEnd && /^0*$/.test(low) ? terms.empty : terms.none
  if (low === '') return end
  if (/^0+$/.test(low) && /^9+$/.test(high)) {
    const any = terms.repeat(digit(terms, 0, 9), 0, low.length - 1)
    return terms.choice([end, terms.sequence(any, digit(terms, 1, 9))])
  }
  const [first, last] = [Number(low[0]), Number(high[0])]
  const rest = low.length - 1
  const options = [end]
  for (let value = first; value <= last; value++) {
    const from = value === first ? low.slice(1) : '0'.repeat(rest)
    const to = value === last ? high.slice(1) : '9'.repeat(rest)
    options.push(terms.sequence(digit(terms, value, value), tail(terms, from, to, value > 0)))
  }
  return terms.choice(options)
}
