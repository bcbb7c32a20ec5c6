import { describe, expect, test } from 'vitest'
import { librarySplits, loadLibrary } from '../tasks/library.ts'
import { applySite, operators, parseSource, siteId } from './index.ts'

const cases: Record<string, readonly [before: string, ...after: string[]]> = {
  'missing-await': ['async () => { await f(); }', 'async () => { f(); }'],
  'off-by-one': [
    'a < b && c.slice(1)',
    'a <= b && c.slice(1)',
    'a < b && c.slice(0)',
    'a < b && c.slice(2)',
  ],
  'swapped-operator': ["a + b > 'x' + c", "a - b > 'x' + c", "a + b < 'x' + c"],
  'inverted-condition': [
    'if (!a) b(); if (c) d();',
    'if (a) b(); if (c) d();',
    'if (!a) b(); if (!c) d();',
  ],
  'dropped-branch': [
    'function f(x) {\n  if (x) return 1;\n  if (y) a(); else b();\n}\n',
    'function f(x) {\n  if (y) a(); else b();\n}\n',
    'function f(x) {\n  if (x) return 1;\n  if (y) a();\n}\n',
  ],
  'wrong-default': [
    'const f = (a = true, b = "") => a ?? 5',
    'const f = (a = false, b = "") => a ?? 5',
    'const f = (a = true, b = " ") => a ?? 5',
    'const f = (a = true, b = "") => a ?? 0',
    'const f = (a = true, b = "") => a ?? 50',
  ],
  'flipped-boolean': ['f(true)', 'f(false)'],
  'similar-method': ['a.some(f)', 'a.every(f)'],
  'swapped-arguments': ['f(a, b); g(a, a); h(...a, b)', 'f(b, a); g(a, a); h(...a, b)'],
  'removed-call': ['{\n  f();\n  g = 1;\n}\n', '{\n  g = 1;\n}\n'],
  'removed-assignment': ['{\n  f();\n  g = 1;\n}\n', '{\n  f();\n}\n'],
  'wrong-order': [
    'import a from "a";\nfunction u() { f(); g(); const x = 1; h(x); this.p = p; this.q = q; return; }',
    'import a from "a";\nfunction u() { g(); f(); const x = 1; h(x); this.p = p; this.q = q; return; }',
    'import a from "a";\nfunction u() { f(); g(); const x = 1; this.p = p; h(x); this.q = q; return; }',
  ],
  'stale-state': [
    'class A { #m; f() { this.n = 1; b(); if (this.n) c(); } g() { this.#m.set(1); return this.#m.size; } }',
    'class A { #m; f() { b(); if (this.n) c(); this.n = 1; } g() { this.#m.set(1); return this.#m.size; } }',
    'class A { #m; f() { this.n = 1; b(); if (this.n) c(); } g() { const before = this.#m.size; this.#m.set(1); return before; } }',
  ],
  'lost-copy': [
    'f([...a], { ...b }, c.slice(), new Map(d), Array.from(e.keys()), structuredClone(g), c.slice(1))',
    'f(a, { ...b }, c.slice(), new Map(d), Array.from(e.keys()), structuredClone(g), c.slice(1))',
    'f([...a], b, c.slice(), new Map(d), Array.from(e.keys()), structuredClone(g), c.slice(1))',
    'f([...a], { ...b }, c, new Map(d), Array.from(e.keys()), structuredClone(g), c.slice(1))',
    'f([...a], { ...b }, c.slice(), d, Array.from(e.keys()), structuredClone(g), c.slice(1))',
    'f([...a], { ...b }, c.slice(), new Map(d), Array.from(e.keys()), g, c.slice(1))',
  ],
  'wrong-variable': [
    'function f(a, { b }) { const c = g(a); return { c: c }; }',
    'function f(a, { b }) { const c = g(b); return { c: c }; }',
    'function f(a, { b }) { const c = g(a); return { c: a }; }',
    'function f(a, { b }) { const c = g(a); return { c: b }; }',
  ],
}

describe('operators', () => {
  test('have a case below each', () => {
    expect(operators.map((operator) => operator.name).sort()).toEqual(Object.keys(cases).sort())
  })

  test.each(operators)('$name does what it says and nothing else', (operator) => {
    const [before = '', ...after] = cases[operator.name] ?? []
    const sites = operator.sites(parseSource('a.js', before))

    expect(sites.map((site) => applySite(before, site))).toEqual(after)
  })

  test.each(operators)(
    '$name gives modules that parse, in order, each a change of its own',
    async (operator) => {
      const ids = new Set<string>()
      let count = 0
      for (const name of Object.keys(librarySplits)) {
        const { files } = await loadLibrary(name)
        for (const [file, text] of Object.entries(files)) {
          if (!file.startsWith('src/')) continue
          const sites = operator.sites(parseSource(file, text))

          expect(operator.sites(parseSource(file, text))).toEqual(sites)
          for (const site of sites) {
            const mutant = applySite(text, site)
            expect(mutant).not.toBe(text)
            if (operator.name !== 'missing-await') parseSource(file, mutant)
            expect(text.slice(0, site.start).split('\n').length).toBeGreaterThanOrEqual(
              site.line - 1,
            )
            ids.add(`${name}/${siteId(file, site)}`)
            count++
          }
        }
      }
      expect(count).toBeGreaterThan(4)
      expect(ids.size).toBe(count)
    },
  )

  test('give equal ids for equal changes and others for others', () => {
    const [first, second] = cases['off-by-one'] ?? []
    const sites = operators.flatMap((o) => o.sites(parseSource('a.js', first ?? '')))
    const ids = sites.map((site) => siteId('a.js', site))

    expect(second).toBeDefined()
    expect(new Set(ids).size).toBe(ids.length)
    expect(sites.map((site) => siteId('b.js', site))).not.toContain(ids[0])
  })
})
