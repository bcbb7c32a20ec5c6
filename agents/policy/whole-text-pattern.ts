const ANY = '[\\s\\S]*'

/**
 * A pattern of JSON Schema, which may match anywhere, as one of the whole text, without anchors; null where
 * an anchor stands inside it.
 */
export function wholeTextPattern(pattern: string): string | null {
  const branches = branchesOf(pattern)
  const whole: string[] = []
  for (const branch of branches) {
    const begins = branch[0] === '^'
    const ends = branch.length > (begins ? 1 : 0) && branch.at(-1) === '$'
    const inner = branch.slice(begins ? 1 : 0, ends ? -1 : undefined)
    if (inner.includes('^') || inner.includes('$')) return null
    whole.push(`${begins ? '' : ANY}(?:${inner.join('')})${ends ? '' : ANY}`)
  }
  return whole.length === 1 ? whole.join('') : `(?:${whole.join('|')})`
}

/** The alternatives of a pattern, each as its pieces: an escape or a class of characters is one. */
function branchesOf(pattern: string): readonly (readonly string[])[] {
  const branches: string[][] = [[]]
  let depth = 0
  for (const [piece] of pattern.matchAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/g)) {
    if (piece === '(') depth++
    if (piece === ')') depth--
    if (piece === '|' && depth === 0) branches.push([])
    else branches.at(-1)?.push(piece)
  }
  return branches
}
