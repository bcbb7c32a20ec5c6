/** One instruction of a Dockerfile, its text not yet split: that depends on the variables before it. */
export interface Instruction {
  /** Upper case: `COPY`. */
  readonly name: string
  readonly line: number
  /** `--chmod=755` as `chmod` -> `755`. */
  readonly flags: Readonly<Record<string, string>>
  /** What follows, continuation lines joined. */
  readonly text: string
}

/** Instructions of a Dockerfile in their order; what they mean is for others to say. */
export function parseDockerfile(source: string): readonly Instruction[] {
  const instructions: Instruction[] = []
  let text = ''
  let start = 0
  for (const [index, line] of source.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    if (text === '') start = index + 1
    const isContinued = /\\\s*$/.test(line)
    text += isContinued ? line.replace(/\\\s*$/, '') : line
    if (isContinued) continue
    instructions.push(instructionOf(text, start))
    text = ''
  }
  if (text !== '') instructions.push(instructionOf(text, start))
  return instructions
}

function instructionOf(source: string, line: number): Instruction {
  const [, name = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(source) ?? []
  const flags: Record<string, string> = {}
  let text = rest
  for (;;) {
    const [flag, key = '', value = ''] = /^--([\w-]+)(?:=(\S*))?\s*/.exec(text) ?? []
    if (flag === undefined) break
    flags[key] = value
    text = text.slice(flag.length)
  }
  return { name: name.toUpperCase(), line, flags, text: text.trim() }
}

type Variables = Readonly<Record<string, string>>

/** Words of an instruction: a JSON list, or text with quotes, escapes and variables as Docker reads them. */
export function wordsOf(text: string, variables: Variables): readonly string[] {
  const listed = jsonWords(text)
  if (listed) return listed.map((word) => expand(word, variables))
  const pieces = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? []
  return pieces.map((piece) => plain(piece, variables))
}

/** A word without its quotes, variables filled in but between single ones. */
export function plain(word: string, variables: Variables): string {
  return word.replaceAll(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|((?:[^'"\\])+)/gs,
    (_, single?: string, double?: string, escaped?: string, bare?: string) => {
      if (single !== undefined) return single
      if (escaped !== undefined) return escaped
      const text = double ?? bare ?? ''
      const parts = text.split(/\\(.)/s)
      return parts.map((part, i) => (i % 2 === 1 ? part : expand(part, variables))).join('')
    },
  )
}

function expand(text: string, variables: Variables): string {
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g,
    (_, bare?: string, braced?: string, sign?: string, word = '') => {
      const value = variables[bare ?? braced ?? ''] ?? ''
      if (sign === '+') return value === '' ? '' : word
      return value === '' && sign === '-' ? word : value
    },
  )
}

function jsonWords(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined
  try {
    const data: unknown = JSON.parse(text)
    const isList = Array.isArray(data) && data.every((word) => typeof word === 'string')
    return isList ? data : undefined
  } catch {
    return undefined
  }
}
