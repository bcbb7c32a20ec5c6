import { describe, expect, test } from 'vitest'
import { applyCandidate } from '../candidate.ts'
import { readSource } from '../source.ts'
import { candidatesFor, isReadable } from './index.ts'

function editsOf(...texts: readonly string[]) {
  const sources = texts.map((text, i) => {
    const source = readSource(`f${i}.js`, text)
    if (!source) throw new Error(`cannot read ${text}`)
    return source
  })
  return candidatesFor(sources)
}

const resultsOf = (text: string, kind: string) =>
  editsOf(text)
    .filter((candidate) => candidate.kind === kind)
    .map(applyCandidate)

test.each([
  ['operator', 'a < b', ['a <= b', 'a > b', 'a >= b']],
  ['operator', 'a === b && c', ['a === b || c', 'a !== b && c']],
  [
    'operator',
    'x = a ?? (b || c)',
    ['x = a ?? (b && c)', 'x = a ?? (b ?? c)', 'x = a || (b || c)'],
  ],
  ['operator', 'i += 1', ['i -= 1']],
  ['operator', 'i++', ['i--']],
  ['condition', 'if (!a) b()', ['if (a) b()']],
  ['condition', 'if (!(a === b)) c()', ['if (a === b) c()']],
  ['condition', 'if (a < b) c()', ['if (!(a < b)) c()']],
  ['condition', 'a && b', ['!a && b']],
  ['boolean', 'f(true)', ['f(false)']],
  ['number', 'f(1)', ['f(2)', 'f(0)']],
  [
    'number',
    'function f(a = 0) {}',
    ['function f(a = 1) {}', 'function f(a = -1) {}', 'function f(a = Infinity) {}'],
  ],
  ['text', "a ?? 'x'", ["a ?? ''"]],
  ['method', 'a.some(b)', ['a.every(b)']],
  ['arguments', 'f(a, b, a)', ['f(b, a, a)', 'f(a, a, b)']],
  ['await', 'async () => { f(); await g() }', ['async () => { await f(); await g() }']],
  ['await', 'async () => { for (a of b) c }', ['async () => { for await (a of b) c }']],
  ['name', '(a, b) => f(a)', ['(a, b) => f(b)']],
  ['name', '(a, b) => ({ a })', ['(a, b) => ({ a: b })']],
])('%s: %s', (kind, text, expected) => {
  expect(resultsOf(text, kind).sort()).toEqual([...expected].sort())
})

test('a statement of the file may be said once more where its names are known', () => {
  const text = 'function f(a) {\n  a.go();\n  return a;\n}\nfunction g(a) {\n  return a;\n}\n'

  expect(resultsOf(text, 'insertion')).toContain(
    text.replace(/return a;\n}\n$/, 'a.go();\n  return a;\n}\n'),
  )
})

test('all candidates differ from the text and from each other', () => {
  const text =
    'export function f(a, b = 1) {\n  if (!a && b > 0) return f(b, a);\n  return a + b;\n}\n'
  const results = editsOf(text).map(applyCandidate)

  expect(results.length).toBeGreaterThan(15)
  expect(new Set([text, ...results]).size).toBe(results.length + 1)
  expect(editsOf(text).filter(isReadable).length).toBe(results.length)
})

describe('oddness', () => {
  const oddest = (kind: string, ...texts: readonly string[]) => {
    const [top] = editsOf(...texts)
      .filter((candidate) => candidate.kind === kind)
      .sort((a, b) => b.oddness - a.oddness)
    return top && applyCandidate(top)
  }

  test('points to comparisons that are negated', () => {
    expect(oddest('condition', 'if (!a) b()\nif (!(c !== d)) e()')).toBe(
      'if (!a) b()\nif (c !== d) e()',
    )
  })

  test('points to arguments that stand where parameters have other names', () => {
    const library = 'export const pad = (text, width) => text.repeat(width)'

    expect(oddest('arguments', 'f(a, b); pad(width, text)', library)).toBe(
      'f(a, b); pad(text, width)',
    )
  })

  test('points to variables that nobody reads', () => {
    expect(oddest('name', 'const f = (a, b, c) => a + b + a')).toMatch(/\bc\b.*\bc\b/)
  })

  test('points to promises nobody waits for', () => {
    const text = 'async function save() {}\nasync () => { log(); save() }'

    expect(oddest('await', text)).toBe(
      'async function save() {}\nasync () => { log(); await save() }',
    )
  })
})
