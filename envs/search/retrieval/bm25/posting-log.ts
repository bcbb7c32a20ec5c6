import { countOf, type Tables } from './layout.ts'

/** Postings in order of pages, as they are read; an index wants them in order of terms. */
export interface PostingLog {
  readonly size: number
  /** One more occurrence on the present page. */
  count(term: number, field: 'title' | 'text'): void
  endPage(): void
  /** Sorts them by term, and is empty then: there are more of them than fit twice. */
  moveTo(tables: Pick<Tables, 'offsets' | 'pages' | 'counts'>): void
}

interface Chunk {
  readonly terms: Uint32Array
  readonly counts: Uint16Array
}

/** Postings of a chunk. */
const CHUNK = 2 ** 20

export function createPostingLog(chunkSize = CHUNK): PostingLog {
  let chunks: Chunk[] = []
  let size = 0
  /** By page: where its postings end. */
  let ends = new Float64Array(1024)
  let pages = 0
  /** By term: pages that have it, and how often the present one does. */
  let pagesWith = new Uint32Array(1024)
  let inTitle = new Uint32Array(1024)
  let inText = new Uint32Array(1024)
  let present: number[] = []

  const append = (term: number): void => {
    if (size === chunks.length * chunkSize) {
      chunks.push({ terms: new Uint32Array(chunkSize), counts: new Uint16Array(chunkSize) })
    }
    const { terms, counts } = chunks[chunks.length - 1] as Chunk
    const at = size++ % chunkSize
    terms[at] = term
    counts[at] = countOf(inTitle[term] ?? 0, inText[term] ?? 0)
  }
  return {
    get size() {
      return size
    },
    count(term, field) {
      if (term >= pagesWith.length) {
        pagesWith = doubled(pagesWith)
        inTitle = doubled(inTitle)
        inText = doubled(inText)
      }
      if (inTitle[term] === 0 && inText[term] === 0) present.push(term)
      const counts = field === 'title' ? inTitle : inText
      counts[term] = (counts[term] ?? 0) + 1
    },
    endPage() {
      for (const term of present) {
        append(term)
        pagesWith[term] = (pagesWith[term] ?? 0) + 1
        inTitle[term] = 0
        inText[term] = 0
      }
      present = []
      if (pages === ends.length) {
        const longer = new Float64Array(2 * pages)
        longer.set(ends)
        ends = longer
      }
      ends[pages++] = size
    },
    moveTo(tables) {
      const { offsets } = tables
      for (let term = 0; term + 1 < offsets.length; term++) {
        offsets[term + 1] = (offsets[term] ?? 0) + (pagesWith[term] ?? 0)
      }
      const next = offsets.slice()
      let page = 0
      for (const [number, chunk] of chunks.entries()) {
        page = scatter(chunk, number * chunkSize, Math.min(size, (number + 1) * chunkSize), {
          ...{ tables, next, ends, page },
        })
        // Each is let go as soon as it is read.
        delete chunks[number]
      }
      chunks = []
      size = 0
      pages = 0
      pagesWith.fill(0)
    },
  }
}

interface Target {
  readonly tables: Pick<Tables, 'pages' | 'counts'>
  /** By term: where its next posting goes. */
  readonly next: Uint32Array
  readonly ends: Float64Array
  /** The one that the first posting of the chunk is of, or an earlier one without postings. */
  readonly page: number
}

/** Gives the page of the last posting. */
function scatter({ terms, counts }: Chunk, start: number, end: number, target: Target): number {
  const { tables, next, ends } = target
  let page = target.page
  for (let at = start; at < end; at++) {
    while ((ends[page] ?? 0) <= at) page++
    const term = terms[at - start] ?? 0
    const to = next[term] ?? 0
    next[term] = to + 1
    tables.pages[to] = page
    tables.counts[to] = counts[at - start] ?? 0
  }
  return page
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length)
  larger.set(array)
  return larger
}
