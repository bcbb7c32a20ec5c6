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
