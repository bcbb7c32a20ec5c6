import type { Candidate } from './candidate.ts'

/** How usual pieces of code are in this repository. */
export interface Usage {
  /** How much more usual the code around an edit is after it than before. */
  gainOf(candidate: Candidate): { readonly pairs: number; readonly triples: number }
}

const TOKEN =
  /[A-Za-z_$#][\w$]*|\d+(?:\.\d+)?|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|===|!==|\?\?|\?\.|=>|&&|\|\||[=!<>+\-*/%]=|\+\+|--|\.\.\.|\S/g
const AROUND = 4

/** Counts the neighbours of tokens in some texts. */
export function learnUsage(texts: Iterable<string>): Usage {
  const counts = new Map<string, number>()
  for (const text of texts) {
    for (const gram of gramsOf(tokensIn(text))) counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return {
    gainOf(candidate) {
      const { source, start, end, replacement } = candidate
      const before = tokensIn(source.text.slice(Math.max(0, start - 120), start)).slice(-AROUND)
      const after = tokensIn(source.text.slice(end, end + 120)).slice(0, AROUND)
      const window = (text: string) => gramsOf([...before, ...tokensIn(text), ...after])
      const now = window(source.text.slice(start, end))
      const then = window(replacement)
      const own = new Map<string, number>()
      for (const gram of now) own.set(gram, (own.get(gram) ?? 0) + 1)
      const support = (grams: readonly string[], size: number) => {
        const some = grams.filter((gram) => gram.split('\0').length === size)
        const known = some.map((gram) => {
          // What the edit leaves out is no support for itself.
          const elsewhere = (counts.get(gram) ?? 0) - (own.get(gram) ?? 0)
          return Math.log1p(Math.max(0, elsewhere))
        })
        return known.reduce((sum, value) => sum + value, 0) / Math.max(1, some.length)
      }
      return {
        pairs: support(then, 2) - support(now, 2),
        triples: support(then, 3) - support(now, 3),
      }
    },
  }
}

const tokensIn = (text: string): readonly string[] => text.match(TOKEN) ?? []

function gramsOf(tokens: readonly string[]): readonly string[] {
  return tokens.flatMap((token, i) => {
    const next = tokens[i + 1]
    const third = tokens[i + 2]
    if (next === undefined) return []
    const pair = `${token}\0${next}`
    return third === undefined ? [pair] : [pair, `${pair}\0${third}`]
  })
}
