const IDENTIFIER = '[A-Za-z_$][\\w$]*'
const ASSIGNED = new RegExp(
  `(?:^|[^.\\w$])(?:module\\s*\\.\\s*)?exports\\s*\\.\\s*(${IDENTIFIER})\\s*=(?!=)`,
  'g',
)
const ASSIGNED_BY_KEY =
  /(?:^|[^.\w$])(?:module\s*\.\s*)?exports\s*\[\s*(['"])([^'"\\]+)\1\s*\]\s*=(?!=)/g
const DEFINED =
  /Object\s*\.\s*defineProperty\s*\(\s*(?:module\s*\.\s*)?exports\s*,\s*(['"])([^'"\\]+)\1/g
const OBJECT = /module\s*\.\s*exports\s*=\s*\{/g
const REEXPORT =
  /(?:module\s*\.\s*exports\s*=\s*|__exportStar\s*\(\s*|\.\.\.\s*)require\s*\(\s*(['"])([^'"\\]+)\1\s*\)/g

/** What can be told about a CommonJS file's exports without running it. */
export interface CommonJsExports {
  readonly names: readonly string[]
  /** Specifiers whose exports the file passes on. */
  readonly reexports: readonly string[]
}

/** Finds the names an ES module may import from a CommonJS file, as Node does: by its text. */
export function commonJsExports(source: string): CommonJsExports {
  const text = withoutComments(source)
  const names = new Set<string>()
  for (const match of text.matchAll(ASSIGNED)) names.add(match[1] ?? '')
  for (const match of text.matchAll(ASSIGNED_BY_KEY)) names.add(match[2] ?? '')
  for (const match of text.matchAll(DEFINED)) names.add(match[2] ?? '')
  for (const match of text.matchAll(OBJECT)) {
    for (const name of objectKeys(text, match.index + match[0].length)) names.add(name)
  }
  const reexports = [...text.matchAll(REEXPORT)].map((match) => match[2] ?? '')
  return { names: [...names], reexports }
}

function withoutComments(source: string): string {
  return source.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, text: string | undefined) => text ?? ' ',
  )
}

/** Keys of an object literal, up to the first one that is not plain: Node's lexer stops there too. */
function objectKeys(text: string, start: number): string[] {
  const keys: string[] = []
  const key = new RegExp(`\\s*(?:(${IDENTIFIER})|(['"])([^'"\\\\]+)\\2)\\s*`, 'y')
  let at = start
  for (;;) {
    key.lastIndex = at
    const match = key.exec(text)
    if (match === null) return keys
    at = key.lastIndex
    const name = match[1] ?? match[3] ?? ''
    const next = text[at]
    if (next === ',' || next === '}') {
      keys.push(name)
    } else if (next === ':') {
      keys.push(name)
      const value = new RegExp(
        `\\s*(?:${IDENTIFIER}(?:\\s*\\.\\s*${IDENTIFIER})*)\\s*(?=[,}])`,
        'y',
      )
      value.lastIndex = at + 1
      if (value.exec(text) === null) return keys
      at = value.lastIndex
    } else {
      return keys
    }
    if (text[at] !== ',') return keys
    at++
  }
}
