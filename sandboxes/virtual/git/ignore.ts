interface Rule {
  readonly pattern: RegExp
  readonly negated: boolean
  readonly foldersOnly: boolean
}

/** Decides which untracked paths git leaves alone, from the `.gitignore` files above them. */
export class IgnoreRules {
  readonly #rules: Rule[] = []

  /** Rules of one `.gitignore`; `folder` is its place below the root, empty or ending in `/`. */
  add(text: string, folder: string): void {
    for (const raw of text.split(/\r?\n/)) {
      const rule = parseRule(raw, folder)
      if (rule) this.#rules.push(rule)
    }
  }

  /** The last rule that matches wins. */
  ignores(path: string, isFolder: boolean): boolean {
    for (let index = this.#rules.length - 1; index >= 0; index--) {
      const rule = this.#rules[index]
      if (!rule || (rule.foldersOnly && !isFolder)) continue
      if (rule.pattern.test(path)) return !rule.negated
    }
    return false
  }
}

function parseRule(raw: string, folder: string): Rule | undefined {
  let text = raw.replace(/(?<!\\)\s+$/, '')
  if (text === '' || text.startsWith('#')) return undefined
  const negated = text.startsWith('!')
  if (negated) text = text.slice(1)
  const foldersOnly = text.endsWith('/')
  if (foldersOnly) text = text.slice(0, -1)
  const anchored = text.includes('/')
  const body = globSource(text.replace(/^\//, ''))
  const prefix = escapeRegExp(folder) + (anchored ? '' : '(?:.*/)?')
  return { pattern: new RegExp(`^${prefix}${body}$`), negated, foldersOnly }
}

function globSource(glob: string): string {
  return glob.replace(/\*\*\/|\/\*\*$|\*+|\?|\[[^\]]*\]|\\.|[^*?[\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '/**') return '/.*'
    if (token.startsWith('*')) return '[^/]*'
    if (token === '?') return '[^/]'
    if (token.startsWith('[') && token.length > 2) return token.replace(/^\[!/, '[^')
    return escapeRegExp(token.replace(/^\\/, ''))
  })
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
