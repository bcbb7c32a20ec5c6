/** So many stay at hand: a page asks for the same things again and again. */
const MOST_KEPT = 2048

/** The same function, which does not compute twice in a row what it was asked for. */
export function remembered<T>(compute: (index: number) => T): (index: number) => T {
  const kept = new Map<number, T>()
  return (index) => {
    const known = kept.get(index)
    if (known !== undefined) return known
    const value = compute(index)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(index, value)
    return value
  }
}
