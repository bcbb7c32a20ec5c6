export interface Truncation {
  /** At least 1. */
  readonly topK?: number | undefined
  /** In (0, 1]. */
  readonly topP?: number | undefined
  /** In [0, 1]. */
  readonly minP?: number | undefined
}

/**
 * Sets to zero what top-k, top-p and min-p leave out, in this order, and tells whether that was anything.
 * Each keeps a head of the same list (likeliest first, ties by id): the shortest of the heads stays.
 * @param weights by id, in proportion to the probabilities: 1 for the likeliest, 0 for what is out already.
 */
export function truncate(weights: Float64Array, { topK, topP = 1, minP = 0 }: Truncation): boolean {
  const most = topK !== undefined && topK < weights.length ? topK : null
  const head = most !== null || topP < 1 ? headOf(weights, most, topP) : { least: 0, ties: 0 }

  let ties = 0
  let isCut = false
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] ?? 0
    if (weight === 0) continue
    if (weight === head.least) ties++
    const isInHead = weight > head.least || (weight === head.least && ties <= head.ties)
    if (isInHead && weight >= minP) continue
    weights[id] = 0
    isCut = true
  }
  return isCut
}

interface Head {
  /** The last weight in it, how many in it are equal to that, and the sum of all. */
  readonly least: number
  readonly ties: number
  readonly mass: number
}

function headOf(weights: Float64Array, topK: number | null, topP: number): Head {
  const bins = fillBins(weights)
  const ranked = topK === null ? null : shortestHead(weights, bins, (count) => count >= topK)
  if (ranked !== null && topP >= 1) return ranked
  const target = topP * (ranked?.mass ?? bins.masses.reduce((sum, mass) => sum + mass, 0))
  return shortestHead(weights, bins, (_, mass) => mass >= target)
}

/** Bins by size, so that of a large vocabulary only the bin in which a head ends is sorted. */
interface Bins {
  readonly counts: Uint32Array
  readonly masses: Float64Array
}

const BINS = 1024

/** Even in the eighth root: near the top, where heads end, a bin is 1/128 nats wide. */
const binOf = (weight: number): number =>
  Math.min(BINS - 1, Math.floor(BINS * Math.sqrt(Math.sqrt(Math.sqrt(weight)))))

function fillBins(weights: Float64Array): Bins {
  const counts = new Uint32Array(BINS)
  const masses = new Float64Array(BINS)
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] ?? 0
    if (weight === 0) continue
    const bin = binOf(weight)
    counts[bin] = (counts[bin] ?? 0) + 1
    masses[bin] = (masses[bin] ?? 0) + weight
  }
  return { counts, masses }
}

/** Everything, where even that is not enough. */
function shortestHead(
  weights: Float64Array,
  { counts, masses }: Bins,
  isEnough: (count: number, mass: number) => boolean,
): Head {
  let count = 0
  let mass = 0
  let bin = BINS - 1
  for (; bin > 0; bin--) {
    const nextCount = count + (counts[bin] ?? 0)
    const nextMass = mass + (masses[bin] ?? 0)
    if (isEnough(nextCount, nextMass)) break
    count = nextCount
    mass = nextMass
  }
  const last = sortedBin(weights, bin, counts[bin] ?? 0)
  let kept = 0
  while (kept < last.length && !(kept > 0 && isEnough(count, mass))) {
    mass += last[last.length - ++kept] ?? 0
    count++
  }
  const least = last[last.length - kept] ?? 0
  return { least, ties: last.lastIndexOf(least) - (last.length - kept) + 1, mass }
}

/** Smallest first. */
function sortedBin(weights: Float64Array, bin: number, count: number): Float64Array {
  const inside = new Float64Array(count)
  let filled = 0
  for (let id = 0; id < weights.length && filled < count; id++) {
    const weight = weights[id] ?? 0
    if (weight > 0 && binOf(weight) === bin) inside[filled++] = weight
  }
  return inside.sort()
}
