/** A line of a tree; `parent` is the index of the one it stands below, -1 for none. */
export interface Line {
  readonly text: string
  readonly parent: number
  /** In the part of the page that the window shows. */
  readonly isShown: boolean
}

/** Room for one sentence about what was left out. */
const NOTE_CHARS = 60

/** Lines up to a number of characters: what the window shows first, then the rest from the top; in the page's order. */
export function budgeted(lines: readonly Line[], chars: number): string {
  const total = lines.reduce((sum, { text }) => sum + text.length + 1, 0)
  if (total <= chars + 1) return lines.map(({ text }) => text).join('\n')
  const kept = new Set<number>()
  let left = chars - NOTE_CHARS
  const keep = (index: number): boolean => {
    const path: number[] = []
    for (let at = index; at >= 0 && !kept.has(at); at = lines[at]?.parent ?? -1) path.push(at)
    const cost = path.reduce((sum, at) => sum + (lines[at]?.text.length ?? 0) + 1, 0)
    if (cost > left) return false
    left -= cost
    for (const at of path) kept.add(at)
    return true
  }
  const indices = lines.map((_, index) => index)
  const inOrder = (candidates: readonly number[]) => {
    for (const index of candidates) if (!keep(index)) return false
    return true
  }
  if (inOrder(indices.filter((index) => lines[index]?.isShown))) inOrder(indices)
  const shown = lines.filter((_, index) => kept.has(index)).map(({ text }) => text)
  const missing = lines.length - shown.length
  return [...shown, `... ${missing} more ${missing === 1 ? 'line' : 'lines'} left out`].join('\n')
}
