import { compileGlob, type PathMatcher, prefixSteps } from './glob.ts'

interface Rule {
  readonly matches: PathMatcher
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
      if (rule.matches(path)) return !rule.negated
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
  const matches = compileGlob(text.replace(/^\//, ''), 'name', prefixSteps(folder, anchored))
  return { matches, negated, foldersOnly }
}
