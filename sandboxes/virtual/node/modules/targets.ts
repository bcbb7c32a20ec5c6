/** Finds the target of a subpath in an `exports` or `imports` table, wildcards included. */
export function matchTarget(
  table: Record<string, unknown>,
  subpath: string,
  conditions: readonly string[],
): string | undefined {
  const exact = table[subpath]
  if (exact !== undefined && !subpath.includes('*')) return pick(exact, conditions, '')
  const patterns = Object.keys(table)
    .filter((key) => key.includes('*'))
    .sort((a, b) => b.indexOf('*') - a.indexOf('*') || b.length - a.length)
  for (const pattern of patterns) {
    const [head = '', tail = ''] = pattern.split('*')
    const isMatch =
      subpath.length >= pattern.length && subpath.startsWith(head) && subpath.endsWith(tail)
    if (isMatch) {
      return pick(
        table[pattern],
        conditions,
        subpath.slice(head.length, subpath.length - tail.length),
      )
    }
  }
  return undefined
}

/** Follows conditions and fallbacks to a path. */
function pick(
  target: unknown,
  conditions: readonly string[],
  wildcard: string,
): string | undefined {
  if (typeof target === 'string') return target.replaceAll('*', wildcard)
  if (Array.isArray(target)) {
    for (const option of target) {
      const found = pick(option, conditions, wildcard)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (typeof target !== 'object' || target === null) return undefined
  for (const [condition, option] of Object.entries(target)) {
    if (condition !== 'default' && !conditions.includes(condition)) continue
    const found = pick(option, conditions, wildcard)
    if (found !== undefined) return found
  }
  return undefined
}
