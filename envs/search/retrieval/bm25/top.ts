/** Pages with scores, best first; equal scores in the order of the corpus. */
export interface Ranked {
  readonly pages: Uint32Array<ArrayBuffer>
  readonly scores: Float64Array<ArrayBuffer>
}

/** The best `k` of some pages by their scores, which stand in an array of all pages. */
export function bestOf(pages: Uint32Array, scores: Float64Array, k: number): Ranked {
  const best = pages.length <= k ? pages.slice() : largest(pages, scores, k)
  best.sort((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other)
  return { pages: best, scores: Float64Array.from(best, (page) => scores[page] ?? 0) }
}

/** Keeps `k` pages in a heap whose root is the worst of them. */
function largest(pages: Uint32Array, scores: Float64Array, k: number): Uint32Array<ArrayBuffer> {
  const heap = pages.slice(0, k)
  if (k === 0) return heap
  for (let at = (k >> 1) - 1; at >= 0; at--) sink(heap, scores, at)
  let worst = heap[0] ?? 0
  let bar = scores[worst] ?? 0
  for (let at = k; at < pages.length; at++) {
    const page = pages[at] ?? 0
    const score = scores[page] ?? 0
    if (score < bar || (score === bar && page > worst)) continue
    heap[0] = page
    sink(heap, scores, 0)
    worst = heap[0]
    bar = scores[worst] ?? 0
  }
  return heap
}

function sink(heap: Uint32Array, scores: Float64Array, from: number): void {
  const page = heap[from] ?? 0
  let at = from
  while (true) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && isWorse(scores, heap[child + 1] ?? 0, heap[child] ?? 0)) child++
    if (!isWorse(scores, heap[child] ?? 0, page)) break
    heap[at] = heap[child] ?? 0
    at = child
  }
  heap[at] = page
}

function isWorse(scores: Float64Array, one: number, other: number): boolean {
  const [first, second] = [scores[one] ?? 0, scores[other] ?? 0]
  return first < second || (first === second && one > other)
}
