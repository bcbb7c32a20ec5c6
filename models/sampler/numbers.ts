/** Below this many numbers a view costs more than a loop. */
const FEW = 128

/** Copies numbers from one tensor into another, mostly few of them. */
export function copyNumbers(
  source: Float32Array,
  from: number,
  target: Float32Array,
  to: number,
  count: number,
): void {
  if (count > FEW || count % 4 !== 0) {
    target.set(source.subarray(from, from + count), to)
    return
  }
  for (let i = 0; i < count; i += 4) {
    target[to + i] = source[from + i] ?? 0
    target[to + i + 1] = source[from + i + 1] ?? 0
    target[to + i + 2] = source[from + i + 2] ?? 0
    target[to + i + 3] = source[from + i + 3] ?? 0
  }
}

let scratch = new Float32Array(0)

/** Exchanges two parts of a tensor that do not overlap. */
export function swapNumbers(data: Float32Array, a: number, b: number, count: number): void {
  if (scratch.length < count) scratch = new Float32Array(2 * count)
  scratch.set(data.subarray(a, a + count))
  data.copyWithin(a, b, b + count)
  data.set(scratch.subarray(0, count), b)
}

/** A longer or shorter tensor that begins alike. */
export function resized(data: Float32Array, length: number): Float32Array {
  const next = new Float32Array(length)
  next.set(data.subarray(0, Math.min(data.length, length)))
  return next
}
