/** Whether a path of a build folder is left out by its `.dockerignore`; the last line that fits decides. */
export function ignoredBy(text: string): (path: string) => boolean {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) return []
    const isKept = trimmed.startsWith('!')
    const pattern = trimmed.slice(isKept ? 1 : 0).replace(/^(\.?\/)+|\/+$/g, '')
    return pattern === '' ? [] : [{ isKept, matches: expressionOf(pattern) }]
  })
  return (path) => {
    const last = rules.findLast(({ matches }) => matches.test(path))
    return last !== undefined && !last.isKept
  }
}

const TOKEN = /\*\*\/|\*\*|\*|\?|\[[^\]]+\]|\\.|./gs

/** A folder's pattern fits all below it. */
function expressionOf(pattern: string): RegExp {
  const body = pattern.replace(TOKEN, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.length > 1 && token.startsWith('[')) return token
    return token.slice(-1).replace(/[.+^${}()|[\]\\*?/]/, '\\$&')
  })
  return new RegExp(`^${body}(?:/.*)?$`, 's')
}
