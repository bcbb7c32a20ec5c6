import type { Segment, Tokenizer } from '../tokenizer/tokenizer.ts'

/** Characters of a rendered text, its guards counted. */
export interface Range {
  readonly start: number
  readonly end: number
}

const utf8 = new TextEncoder()

/** 1 for each token that holds a character of a range. */
export function maskOf(
  tokenizer: Tokenizer,
  segments: readonly Segment[],
  ranges: readonly Range[],
  guard: string,
): Uint8Array {
  const mask = new Uint8Array(segments.reduce((sum, { ids }) => sum + ids.length, 0))
  let first = 0
  for (const segment of segments) {
    const { start, given, ids, added } = segment
    for (const range of ranges) {
      const from = Math.max(0, range.start - start)
      const to = Math.min(given.length, range.end - start)
      if (from >= to) continue
      const cut = (place: number) => given.slice(0, place).replaceAll(guard, '')
      const begin = from === 0 || added ? 0 : boundary(tokenizer, ids, cut(from)).before
      const end =
        to === given.length || added ? ids.length : boundary(tokenizer, ids, cut(to)).until
      mask.fill(1, first + begin, first + end)
    }
    first += ids.length
  }
  return mask
}

/**
 * Where a place in a text falls among its tokens: `before` lie whole before it, and up to `until` they
 * begin before it.
 */
function boundary(
  tokenizer: Tokenizer,
  ids: readonly number[],
  prefix: string,
): { readonly before: number; readonly until: number } {
  const bytes = utf8.encode(tokenizer.normalize(prefix)).length
  let before = 0
  let until = 0
  let end = 0
  for (const id of ids) {
    const length = tokenizer.bytesOf(id)?.length
    if (length === undefined) return boundaryByPrefix(tokenizer, ids, prefix)
    if (end < bytes) until++
    end += length
    if (end <= bytes) before++
  }
  return { before, until }
}

/** For tokens without bytes of their own: where the tokens of the prefix alone part from those. */
function boundaryByPrefix(tokenizer: Tokenizer, ids: readonly number[], prefix: string) {
  const alone = tokenizer.encode(prefix)
  const parting = alone.findIndex((id, place) => id !== ids[place])
  return parting === -1
    ? { before: alone.length, until: alone.length }
    : { before: parting, until: parting + 1 }
}
