import type { AddedToken } from './tokenizer.ts'

/** Text, or an added token in it. */
export interface Part {
  readonly start: number
  readonly text: string
  readonly added: AddedToken | null
}

/**
 * Cuts text at added tokens: the leftmost first, of those at one place the longest. One that stands right
 * after the guard is text.
 */
export type Splitter = (text: string, guard?: string) => readonly Part[]

export function createSplitter(tokens: readonly AddedToken[]): Splitter {
  if (tokens.length === 0) return (text) => (text === '' ? [] : [{ start: 0, text, added: null }])
  const byContent = new Map(tokens.map((token) => [token.content, token]))
  // Of alternatives the first that fits is taken: longest first.
  const contents = [...byContent.keys()].sort((a, b) => b.length - a.length)
  const anyOf = `(?:${contents.map(escapePattern).join('|')})`
  const patterns = new Map([['', new RegExp(anyOf, 'gu')]])
  const patternOf = (guard: string) => {
    const known = patterns.get(guard)
    if (known) return known
    const made = new RegExp(`(?<!${escapePattern(guard)})${anyOf}`, 'gu')
    patterns.set(guard, made)
    return made
  }

  return (text, guard = '') => {
    const parts: Part[] = []
    let end = 0
    let before: AddedToken | null = null
    const addText = (until: number, after: AddedToken | null) => {
      const between = text.slice(end, until)
      const trimmedLeft = before?.stripsRight ? between.trimStart() : between
      const kept = after?.stripsLeft ? trimmedLeft.trimEnd() : trimmedLeft
      const start = end + between.length - trimmedLeft.length
      if (kept !== '') parts.push({ start, text: kept, added: null })
    }
    for (const { 0: content, index } of text.matchAll(patternOf(guard))) {
      const added: AddedToken | null = byContent.get(content) ?? null
      addText(index, added)
      parts.push({ start: index, text: content, added })
      end = index + content.length
      before = added
    }
    addText(text.length, null)
    return parts
  }
}

export const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
