import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { librarySplits, loadLibrary } from '../tasks/library.ts'
import { diagnose } from './diagnose.ts'

const module = (text: string, others: Record<string, string> = {}) =>
  diagnose({ 'package.json': '{"type":"module"}', 'src/a.js': text, ...others })

describe('diagnose', () => {
  test('finds nothing in the built-in libraries as they are', async () => {
    for (const name of Object.keys(librarySplits)) {
      const { files } = await loadLibrary(name)

      expect([name, diagnose(files)]).toEqual([name, { builds: true, problems: [] }])
    }
  })

  test('tells a text that is no program', () => {
    const { builds, problems } = module('export const a = (\n')

    expect(builds).toBe(false)
    expect(problems).toEqual([expect.stringMatching(/^src\/a\.js: Unexpected token/)])
  })

  test('tells imports that lead nowhere, through other modules as well', () => {
    const others = { 'src/b.js': "export * from './c.js'\n", 'src/c.js': 'export const c = 1\n' }

    expect(module("import { c } from './b.js'\nexport const a = c\n", others).builds).toBe(true)
    expect(module("import { d } from './b.js'\nexport const a = d\n", others)).toEqual({
      builds: false,
      problems: ['src/a.js: ./b.js exports no d'],
    })
    expect(module("import './d.js'\n").problems).toEqual(['src/a.js: there is no module ./d.js'])
    expect(module("import { x } from 'lodash'\nexport const a = x\n").builds).toBe(true)
  })

  test.each([
    ['export const a = () => b\n', 'b is not declared'],
    ['const a = 1\na = 2\nexport { a }\n', 'a is constant, and assigned'],
    ['export function f() { const a = 1; return 2 }\n', 'a is never read'],
    ["import { b } from './b.js'\n", 'b is never read'],
    ['export function f() {\n  return 1\n  f()\n}\n', 'line 3 is never reached'],
  ])('tells %j', (text, problem) => {
    const { builds, problems } = module(text, { 'src/b.js': 'export const b = 1\n' })

    expect({ builds, problems }).toEqual({ builds: true, problems: [`src/a.js: ${problem}`] })
  })

  test('reads CommonJS, and leaves tests alone', () => {
    const files = {
      'src/a.js': "const { b } = require('./b.js')\nmodule.exports = { b }\n",
      'src/b.js': 'exports.b = function b() { return typeof window }\n',
      'test/a.test.js': 'nobody = knows(\n',
    }

    expect(diagnose(files)).toEqual({
      builds: true,
      problems: ['src/b.js: window is not declared'],
    })
  })

  test('reads any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { builds, problems } = module(text)

        if (!builds) expect(problems.length).toBeGreaterThan(0)
      }),
    )
  })
})
