import type { DenseData } from './load.ts'

/** Scores of the pages from `first` to before `last`: of each, the largest inner product of a passage. */
export function scanPages(
  { length, vectors, scales, starts }: DenseData,
  query: Float32Array,
  first: number,
  last: number,
): Float64Array<ArrayBuffer> {
  const begin = starts[first] ?? 0
  const end = starts[last] ?? begin
  const products = new Float64Array(end - begin)
  if (vectors instanceof Float32Array) multiply(vectors, length, query, begin, products)
  else multiply(vectors, length, query, begin, products)
  const scores = new Float64Array(last - first)
  for (let page = first; page < last; page++) {
    let best = Number.NEGATIVE_INFINITY
    for (let row = starts[page] ?? 0; row < (starts[page + 1] ?? 0); row++) {
      const product = (products[row - begin] ?? 0) * (scales === null ? 1 : (scales[row] ?? 0))
      if (product > best) best = product
    }
    scores[page - first] = best
  }
  return scores
}

/** Four sums a row, which do not wait for each other. */
function multiply(
  vectors: Float32Array | Int8Array,
  length: number,
  query: Float32Array,
  begin: number,
  products: Float64Array,
): void {
  const whole = length - (length % 4)
  for (let row = 0; row < products.length; row++) {
    let one = 0
    let two = 0
    let three = 0
    let four = 0
    let place = (begin + row) * length
    let at = 0
    for (; at < whole; at += 4) {
      one += (query[at] as number) * (vectors[place] as number)
      two += (query[at + 1] as number) * (vectors[place + 1] as number)
      three += (query[at + 2] as number) * (vectors[place + 2] as number)
      four += (query[at + 3] as number) * (vectors[place + 3] as number)
      place += 4
    }
    for (; at < length; at++) one += (query[at] as number) * (vectors[place++] as number)
    products[row] = one + two + three + four
  }
}
