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

/**
 * How many standard errors lie on either side of a mean in its 95 % interval: the 97.5 % quantile of
 * Student's t, whose distribution is the finite sum of Abramowitz and Stegun, 26.7.3 and 26.7.4.
 */
export function studentT95(df: number): number {
  if (!(Number.isInteger(df) && df >= 1)) {
    throw new RangeError(`Cannot give a quantile of t: ${df} degrees of freedom (1, 2, 3 ...)`)
  }
  let low = Z95
  let high = 13
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (withinT(middle, df) < 0.95) low = middle
    else high = middle
  }
  return high
}

/** Chance that |T| < t: the A(t | df) of Abramowitz and Stegun. */
function withinT(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df))
  const cos2 = df / (df + t ** 2)
  const isOdd = df % 2 === 1
  let term = isOdd ? Math.cos(angle) : 1
  let sum = df === 1 ? 0 : term
  for (let power = isOdd ? 3 : 2; power <= df - 2; power += 2) {
    term *= (cos2 * (power - 1)) / power
    sum += term
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
}

/** What sums of equal numbers differ by. */
const ROUNDING = 1e-14

/** A mean with its 95 % interval; without one where it rests on a single cluster, or on clusters that agree. */
export interface MeanInterval {
  readonly mean: number
  readonly standardError: number | null
  readonly low: number | null
  readonly high: number | null
  readonly values: number
  /** Independent draws among the values. */
  readonly clusters: number
}

/**
 * Values of one cluster (the members of a group, the seeds of a task) may depend on each other, so the
 * error comes from the clusters' sums: Miller 2024, "Adding Error Bars to Evals" (arXiv 2411.00640),
 * on clustered questions. Deviation: the factor C / (C - 1) and t of C - 1 degrees of freedom for C
 * clusters, so that clusters of one value give the ordinary t interval, and equal clusters that of their
 * means.
 */
export function meanInterval(
  values: readonly number[],
  clusterOf: (index: number) => string | number = (index) => index,
): MeanInterval | null {
  const centre = mean(values)
  if (centre === null) return null
  const sums = new Map<string | number, number>()
  for (const [index, value] of values.entries()) {
    const cluster = clusterOf(index)
    sums.set(cluster, (sums.get(cluster) ?? 0) + value - centre)
  }
  const clusters = sums.size
  const known = { mean: centre, values: values.length, clusters }
  if (clusters < 2) return { ...known, standardError: null, low: null, high: null }
  const squares = [...sums.values()].reduce((sum, deviation) => sum + deviation ** 2, 0)
  const standardError = Math.sqrt((squares * clusters) / (clusters - 1)) / values.length
  // All alike: an interval of no width would look certain, and tells nothing.
  if (standardError <= ROUNDING * Math.max(1, Math.abs(centre))) {
    return { ...known, standardError: 0, low: null, high: null }
  }
  const half = studentT95(clusters - 1) * standardError
  return { ...known, standardError, low: centre - half, high: centre + half }
}

/** The interval without what cannot be: a share below 0, say. */
export function boundedInterval<T extends Pick<MeanInterval, 'low' | 'high'>>(
  interval: T,
  least: number,
  most: number,
): T {
  const { low, high } = interval
  return {
    ...interval,
    low: low === null ? null : Math.max(least, low),
    high: high === null ? null : Math.min(most, high),
  }
}

/** One thing measured twice. */
export interface Pair {
  readonly before: number
  readonly after: number
  /** Pairs of one cluster may depend on each other. */
  readonly cluster: string
}

export interface PairedDifference extends MeanInterval {
  /** Pairs where it rose, fell and stayed. */
  readonly wins: number
  readonly losses: number
  readonly ties: number
}

/**
 * Mean of `after - before`: what the pairs have in common drops out, so the interval is narrower than
 * that of two separate means (Miller 2024, on paired analysis). null without pairs.
 */
export function pairedDifference(pairs: readonly Pair[]): PairedDifference | null {
  const differences = pairs.map(({ before, after }) => after - before)
  const interval = meanInterval(differences, (index) => pairs[index]?.cluster ?? index)
  if (!interval) return null
  const wins = differences.filter((difference) => difference > 0).length
  const losses = differences.filter((difference) => difference < 0).length
  return { ...interval, wins, losses, ties: pairs.length - wins - losses }
}
