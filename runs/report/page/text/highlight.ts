/** A piece of a text, and whether it is one that was searched for. */
export interface Piece {
  readonly text: string
  readonly isMatch: boolean
}

const MOST = 2000

/** Splits a text at what was searched for, whatever its case. */
export function highlight(text: string, words: readonly string[]): readonly Piece[] {
  const pattern = patternOf(words)
  if (!pattern) return [{ text, isMatch: false }]
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), isMatch: false })
    pieces.push({ text: match[0], isMatch: true })
    at = match.index + match[0].length
    if (pieces.length > MOST) break
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMatch: false })
  return pieces
}

/** How often the words occur. */
export function countMatches(text: string, words: readonly string[]): number {
  const pattern = patternOf(words)
  return pattern ? [...text.matchAll(pattern)].length : 0
}

function patternOf(words: readonly string[]): RegExp | null {
  const parts = words.filter((word) => word !== '')
  if (parts.length === 0) return null
  return new RegExp(
    parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'gi',
  )
}
