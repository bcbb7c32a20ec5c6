import type { TokenCredit } from './episode.ts'
import { hasSpread, meanOf, variance } from './spread.ts'

/**
 * (x - μ) / √(σ² + ε) over the tokens of all scored episodes, σ² with n - 1, as verl's `masked_whiten`
 * (ε = 1e-8). Credits that do not differ become 0.
 */
export function whitened(credit: TokenCredit, epsilon: number): TokenCredit {
  const values = credit.flatMap((row) => (row ? [...row] : []))
  const spreads = hasSpread(values)
  const mean = spreads ? meanOf(values) : 0
  const scale = spreads ? 1 / Math.sqrt(variance(values, 1) + epsilon) : 0
  return mapRows(credit, (row) => row.map((value) => (value - mean) * scale))
}

/** Adds two credits of the same episodes, the second one times a weight. */
export const added = (first: TokenCredit, second: TokenCredit, weight: number): TokenCredit =>
  mapRows(first, (row, place) => {
    const other = second[place]
    return row.map((value, at) => value + weight * (other?.[at] ?? 0))
  })

export const scaled = (credit: TokenCredit, factor: number): TokenCredit =>
  mapRows(credit, (row) => row.map((value) => value * factor))

const mapRows = (
  credit: TokenCredit,
  of: (row: Float64Array, place: number) => Float64Array,
): TokenCredit => credit.map((row, place) => (row === null ? null : of(row, place)))
