import { expect } from 'vitest'

const TOKEN = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>|[^<]+|</g
const ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i

/** What keeps a text from being XML; null where it is. */
export function xmlProblem(text: string): string | null {
  const open: string[] = []
  for (const [token, close, name, attributes = '', alone] of text.matchAll(TOKEN)) {
    if (token === '<') return 'a bare <'
    if (ENTITY.test(token)) return `a bare & in ${token}`
    if (name === undefined) {
      if (open.length === 0) return `text outside: ${token}`
      continue
    }
    const names = [...attributes.matchAll(/([\w:-]+)="/g)].map(([, attribute]) => attribute)
    if (new Set(names).size < names.length) return `an attribute twice in ${token}`
    if (close) {
      if (open.pop() !== name) return `${token} closes what is not open`
    } else if (!alone) open.push(name)
  }
  return open.length > 0 ? `${open.join(', ')} not closed` : null
}

/** The texts that are drawn. */
export function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text)
}

/** Holds for every figure of a report. */
export function expectDrawn(svg: string): void {
  expect(xmlProblem(svg)).toBeNull()
  expect(svg).toMatch(
    /^<svg [^>]*role="img" aria-label="[^"]+" width="100%" viewBox="0 0 \d+ \d+">/,
  )
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  // Colours come from the page alone.
  expect(svg.match(/(?:fill|stroke)="(?!none|var\(--plot-|transparent)[^"]*"/g) ?? []).toEqual([])
  expect(svg).not.toMatch(/<(?:script|style|image|a|foreignObject)\b| on\w+=|href=/)
  const [, width = 0] = /viewBox="0 0 (\d+)/.exec(svg) ?? []
  expect(Number(width)).toBeLessThanOrEqual(420)
}
