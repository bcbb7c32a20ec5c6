/**
 * Whether values differ by more than rounding. Returns are sums that may cancel (potentials do), so values
 * below 1 are measured against 1. Where this says no, a credit is exactly 0: never noise over epsilon.
 */
export function hasSpread(values: readonly number[]): boolean {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return high - low > 1e-12 * Math.max(1, Math.abs(low), Math.abs(high))
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export interface Scaling {
  readonly epsilon: number
  /** What is taken from n in the variance. */
  readonly ddof: 0 | 1
}

/** 1 / (σ + ε); 0 where the values do not differ. */
export function inverseDeviation(values: readonly number[], { epsilon, ddof }: Scaling): number {
  return hasSpread(values) ? 1 / (Math.sqrt(variance(values, ddof)) + epsilon) : 0
}

export function variance(values: readonly number[], ddof: 0 | 1): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - ddof)
}
