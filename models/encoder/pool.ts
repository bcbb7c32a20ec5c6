/** How the vectors of a text's tokens become one. */
export type Pooling = 'mean' | 'cls' | 'last'

/**
 * One vector of length 1 a row, of hidden states `[rows, columns, size]`; row i has `lengths[i]` tokens, at
 * its beginning.
 */
export function pool(
  states: Float32Array,
  [, columns, size]: readonly [rows: number, columns: number, size: number],
  lengths: readonly number[],
  pooling: Pooling,
): readonly Float32Array[] {
  return lengths.map((length, row) => {
    const [first, last] =
      pooling === 'mean' ? [0, length] : pooling === 'cls' ? [0, 1] : [length - 1, length]
    const sum = new Float64Array(size)
    for (let token = first; token < last; token++) {
      const base = (row * columns + token) * size
      for (let at = 0; at < size; at++) sum[at] = (sum[at] ?? 0) + (states[base + at] ?? 0)
    }
    return unit(sum)
  })
}

/** Of length 1; zeros stay. */
export function unit(vector: Float64Array | Float32Array): Float32Array {
  let squares = 0
  for (const value of vector) squares += value * value
  const norm = Math.sqrt(squares) || 1
  return Float32Array.from(vector, (value) => value / norm)
}
