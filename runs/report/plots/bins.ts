/** Values that are counted together. */
export interface Bin {
  readonly from: number
  /** Of a single value: the same. */
  readonly to: number
  readonly label: string
  /** What a query of the list says of a value in it, after the field's name. */
  readonly terms: readonly string[]
}

const MOST_VALUES = 12
const MOST_INTEGERS = 30
const RANGES = 20

/** Bins for all values: one a value where they are few, else ranges with round ends. */
export function binsOf(values: readonly number[]): readonly Bin[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  const low = distinct[0]
  const high = distinct.at(-1)
  if (low === undefined || high === undefined) return []
  const areIntegers = distinct.every((value) => Number.isInteger(value))
  if (areIntegers && high - low <= MOST_INTEGERS) {
    return Array.from({ length: high - low + 1 }, (_, index) => single(low + index))
  }
  if (distinct.length <= MOST_VALUES) return distinct.map(single)
  return ranges(low, high, areIntegers)
}

/** How many of the values lie in each bin. */
export function countsIn(bins: readonly Bin[], values: readonly number[]): readonly number[] {
  const counts = bins.map(() => 0)
  for (const value of values) {
    const index = bins.findLastIndex(({ from }) => value >= from)
    if (index >= 0) counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

function single(value: number): Bin {
  return { from: value, to: value, label: roundedText(value), terms: [`=${value}`] }
}

function ranges(low: number, high: number, areIntegers: boolean): readonly Bin[] {
  const step = roundStep((high - low) / RANGES, areIntegers)
  const first = Math.floor(low / step)
  // The greatest value closes the last range where it is a round one.
  const last = Math.max(first, Math.ceil(high / step) - (areIntegers ? 0 : 1))
  const count = areIntegers ? Math.floor(high / step) - first + 1 : last - first + 1
  return Array.from({ length: count }, (_, index) => {
    const from = rounded((first + index) * step)
    const to = rounded((first + index + 1) * step)
    const isLast = index === count - 1
    return {
      from,
      to,
      label: `${from} to ${areIntegers ? to - 1 : to}`,
      terms: [`>=${from}`, isLast && !areIntegers ? `<=${to}` : `<${to}`],
    }
  })
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(least: number, areIntegers: boolean): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= least * 0.999)
  return areIntegers ? Math.max(1, Math.round(step ?? power)) : (step ?? power)
}

/** Without the dust of binary fractions: 0.3, not 0.30000000000000004. */
const rounded = (value: number) => Number(value.toPrecision(12))
const roundedText = (value: number) => String(Number(value.toPrecision(4)))
