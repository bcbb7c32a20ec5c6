/** A point of a curve; null is a gap. */
export interface Point {
  readonly x: number
  readonly y: number | null
}

/** Stretches of a long curve: about as many as there are pixels to tell them apart. */
export const STRETCHES = 120

/**
 * What is drawn of a long curve: of each stretch the lowest and the highest point, the first gap, and the
 * two ends of the whole. Nothing that stands out is lost, whatever the length.
 */
export function thin<P extends Point>(points: readonly P[], stretches = STRETCHES): readonly P[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length <= 2 * stretches) return points
  const width = (last.x - first.x) / stretches
  const kept = new Set<P>([first, last])
  let start = 0
  for (let stretch = 1; stretch <= stretches; stretch++) {
    const isIn = ({ x }: P) => stretch === stretches || x < first.x + stretch * width
    let [low, high, gap]: (P | undefined)[] = []
    for (; start < points.length; start++) {
      const point = points[start]
      if (!point || !isIn(point)) break
      if (point.y === null) gap ??= point
      else {
        if (low?.y == null || point.y < low.y) low = point
        if (high?.y == null || point.y > high.y) high = point
      }
    }
    for (const point of [low, high, gap]) if (point) kept.add(point)
  }
  return points.filter((point) => kept.has(point))
}

/** Lines by equal stretches, each with its middle: what is counted, or is a part of a whole, is drawn by them. */
export function bucketed<T>(
  lines: readonly T[],
  xOf: (line: T) => number,
  stretches = STRETCHES,
): readonly { readonly x: number; readonly lines: readonly T[] }[] {
  const [first, last] = [lines[0], lines.at(-1)]
  if (first === undefined || last === undefined) return []
  if (lines.length <= stretches) return lines.map((line) => ({ x: xOf(line), lines: [line] }))
  const buckets = new Map<number, T[]>()
  const width = (xOf(last) - xOf(first)) / stretches
  for (const line of lines) {
    const at = Math.min(stretches - 1, Math.floor((xOf(line) - xOf(first)) / width))
    const bucket = buckets.get(at)
    if (bucket) bucket.push(line)
    else buckets.set(at, [line])
  }
  return [...buckets.values()].map((lines) => ({
    x: (xOf(lines[0] as T) + xOf(lines.at(-1) as T)) / 2,
    lines,
  }))
}
