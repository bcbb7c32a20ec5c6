import { ConfigError } from '../../core/index.ts'

/**
 * Which sequences share a row of at most `capacity` tokens: the longest first, each in the first row
 * that it fits in, which takes at most 11/9 of the fewest rows and one more (Johnson 1973).
 * @throws ConfigError naming a sequence that is longer than a row.
 */
export function packRows(lengths: readonly number[], capacity: number): number[][] {
  const order = lengths.map((_, index) => index)
  order.sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0) || a - b)
  const rows: { readonly members: number[]; free: number }[] = []
  for (const index of order) {
    const length = lengths[index] ?? 0
    if (length > capacity) {
      throw new ConfigError(
        `Cannot pack sequence ${index}: ${length} tokens do not fit a row of ${capacity} (give longer rows)`,
      )
    }
    const open = rows.find(({ free }) => length <= free)
    if (open) {
      open.members.push(index)
      open.free -= length
    } else {
      rows.push({ members: [index], free: capacity - length })
    }
  }
  return rows.map(({ members }) => members)
}
