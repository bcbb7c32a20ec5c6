/** Keeps the few values that were asked for last: decoded transcripts are large. */
export function keepRecent<K, T>(
  count: number,
  load: (key: K) => Promise<T>,
): (key: K) => Promise<T> {
  const kept = new Map<K, Promise<T>>()
  return (key) => {
    const known = kept.get(key) ?? load(key)
    kept.delete(key)
    kept.set(key, known)
    known.catch(() => kept.delete(key))
    const [oldest] = kept.keys()
    if (kept.size > count && oldest !== undefined) kept.delete(oldest)
    return known
  }
}
