/** null of nothing. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Of a sample (n - 1); null of fewer than two values. */
export function standardDeviation(values: readonly number[]): number | null {
  const centre = mean(values)
  if (centre === null || values.length < 2) return null
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

/** Nearest rank: the smallest value that at least `share` of all values do not exceed; null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/** 97.5 % quantile of the standard normal. */
const Z95 = 1.959963984540054

/**
 * The 95 % score interval of a proportion: Wilson, "Probable inference, the law of succession, and
 * statistical inference" (JASA 1927). Unlike the normal interval it stays within [0, 1] and is not
 * empty at 0 and 1. null where nothing was tried.
 */
export function wilson(successes: number, trials: number, z = Z95): Interval | null {
  if (trials === 0) return null
  const rate = successes / trials
  const shrink = 1 + z ** 2 / trials
  const centre = (rate + z ** 2 / (2 * trials)) / shrink
  const half = (z / shrink) * Math.sqrt((rate * (1 - rate)) / trials + (z / (2 * trials)) ** 2)
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  }
}

/**
 * Chance that at least one of k episodes succeeds, unbiased from n of which c did:
 * 1 - C(n-c, k) / C(n, k), Chen et al. 2021 (arXiv 2107.03374), equation 1.
 */
export function passAtK(n: number, c: number, k: number): number {
  checkCounts(n, c, k)
  return 1 - choiceRatio(n - c, n, k)
}

/**
 * Chance that all of k episodes succeed, unbiased from n of which c did: C(c, k) / C(n, k), the
 * pass^k of tau-bench, Yao et al. 2024 (arXiv 2406.12045).
 */
export function passHatK(n: number, c: number, k: number): number {
  checkCounts(n, c, k)
  return choiceRatio(c, n, k)
}

/** C(a, k) / C(n, k) as a product of k factors, so that large n does not overflow. */
function choiceRatio(a: number, n: number, k: number): number {
  let ratio = 1
  for (let i = 0; i < k; i++) ratio *= Math.max(0, a - i) / (n - i)
  return ratio
}

function checkCounts(n: number, c: number, k: number): void {
  if (!(k >= 1 && k <= n && c >= 0 && c <= n)) {
    throw new RangeError(
      `Cannot estimate: ${c} of ${n} episodes succeeded, k is ${k} (1 <= k <= n)`,
    )
  }
}
