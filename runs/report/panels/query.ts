/** A term of a query of the episodes' list. */
export function term(field: string, value: string | number): string {
  return `${field}:${quoted(String(value))}`
}

/** Several runs share the list: a query of one names it. */
export function runTerms(runs: readonly unknown[], run: string): readonly string[] {
  return runs.length > 1 ? [term('run', run)] : []
}

export function queryOf(...terms: readonly (string | readonly string[])[]): string {
  return terms.flat().join(' ')
}

const quoted = (text: string) =>
  /^[\w./-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`

const SHORTEST = 6

/**
 * A search for episodes that hold a text like this one: for its longest piece that is the same in all
 * and is stored as it is read. No term where no piece tells anything.
 */
export function textTerms(normalized: string): readonly string[] {
  const pieces = normalized.split(/<[a-z]+>|["\\\n\t…]/).map((piece) => piece.trim())
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '')
  return longest.length < SHORTEST ? [] : [`"${longest.slice(0, 80).trim()}"`]
}
