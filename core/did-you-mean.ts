/** `did you mean "x"?` for a near miss, else the choices. */
export function didYouMean(given: string, known: readonly string[]): string {
  let nearest: { readonly name: string; readonly distance: number } | undefined
  for (const name of known) {
    const most = Math.floor(Math.max(given.length, name.length) / 3)
    // Lengths alone tell most of them apart.
    if (Math.abs(given.length - name.length) > most) continue
    const distance = editDistance(given.toLowerCase(), name.toLowerCase())
    if (distance <= most && distance < (nearest?.distance ?? Infinity)) nearest = { name, distance }
  }
  return nearest
    ? `did you mean ${JSON.stringify(nearest.name)}?`
    : `choose from ${known.join(', ')}`
}

/** Levenshtein distance, where two neighbours that changed places are one slip. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity
      next.push(Math.min(substitution, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
