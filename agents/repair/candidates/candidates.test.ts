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

  expect(resultsOf(text, 'insertion call')).toContain(
    text.replace(/return a;\n}\n$/, 'a.go();\n  return a;\n}\n'),
  )
})

describe('order', () => {
  test('swaps neighbours of which one changes what the other has', () => {
    const text = 'function f(a) {\n  go(this.n);\n  this.n += a;\n  const b = 1;\n  return b;\n}\n'

    expect(resultsOf(text, 'order near')).toEqual([
      'function f(a) {\n  this.n += a;\n  go(this.n);\n  const b = 1;\n  return b;\n}\n',
    ])
  })

  test('does not put a statement before what it names was declared', () => {
    expect(resultsOf('function f() {\n  const a = g();\n  h(a);\n}\n', 'order near')).toEqual([])
  })

  test('moves an update farther up, and reads a value after what comes between', () => {
    const far = 'function f(a) {\n  go(a.n);\n  log();\n  a.n = 1;\n}\n'
    const read = 'function f() {\n  const n = this.n;\n  this.n += 1;\n  return n;\n}\n'

    expect(resultsOf(far, 'order far')).toEqual([
      'function f(a) {\n  a.n = 1;\n  go(a.n);\n  log();\n}\n',
    ])
    expect(resultsOf(read, 'order read')).toEqual([
      'function f() {\n  this.n += 1;\n  return this.n;\n}\n',
    ])
  })
})

describe('statements for what is not used', () => {
  test('calls a helper that nobody calls', () => {
    const text = 'function help(a) {}\nexport function f(a) {\n  return a;\n}\n'

    expect(resultsOf(text, 'unused call')).toContain(text.replace('return', 'help(a);\n  return'))
  })

  test('keeps a parameter in the field of its name', () => {
    const text = 'class A {\n  constructor(n, m) {\n    this.m = m;\n  }\n}\n'

    expect(resultsOf(text, 'unused parameter')).toContain(
      text.replace('this.m', 'this.n = n;\n    this.m'),
    )
  })

  test('changes a variable or field that never changes, and fills what is never filled', () => {
    const counter = 'class A {\n  #n = 0;\n  go() {\n    return this.#n;\n  }\n}\n'
    const flag = 'function f() {\n  let on = false;\n  return on;\n}\n'
    const list = 'function f(a) {\n  const all = [];\n  const b = a;\n  return all;\n}\n'

    expect(resultsOf(counter, 'unchanged field')).toContain(
      counter.replace('return', 'this.#n += 1;\n    return'),
    )
    expect(resultsOf(flag, 'unchanged variable')).toEqual([
      flag.replace('return', 'on = true;\n  return'),
    ])
    expect(resultsOf(list, 'unfilled collection')).toEqual([
      list.replace('return', 'all.push(b);\n  return'),
    ])
  })
})

test('a default may be what documents say of its name', () => {
  const source = readSource('f.js', "function f({ size = 0, mode = '' }) {}\n")
  const documents = ['- `size`: at most 20, never 08', "- `mode`: `'soft'` or `'hard'`"]
  const said = candidatesFor(source ? [source] : [], documents)
    .filter(({ kind }) => kind === 'said default')
    .map(({ replacement }) => replacement)

  expect(said).toEqual(['20', "'soft'", "'hard'"])
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
