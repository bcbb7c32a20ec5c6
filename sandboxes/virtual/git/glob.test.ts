import { expect, test } from 'vitest'
import { compileGlob, prefixSteps } from './glob.ts'

test.each([
  ['*.js', 'a.js', true],
  ['*.js', 'src/a.js', false],
  ['src/*.js', 'src/a.js', true],
  ['src/?.js', 'src/ab.js', false],
  ['**/a.js', 'a.js', true],
  ['**/a.js', 'x/y/a.js', true],
  ['**/a.js', 'xa.js', false],
  ['src/**', 'src/a/b', true],
  ['src/**', 'src', false],
  ['a/**/b', 'a/b', true],
  ['a/**/b', 'a/x/y/b', true],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['[]', '[]', true],
  ['🙂?', '🙂🙂', true],
])('matches %s against %s: %s', (glob, path, expected) => {
  expect(compileGlob(glob, 'name')(path)).toBe(expected)
})

test('lets a star of a path glob pass slashes', () => {
  expect(compileGlob('src*js', 'path')('src/deep/a.js')).toBe(true)
  expect(compileGlob('*.js', 'path')('src/a.ts')).toBe(false)
})

test('matches below a folder, at any depth unless anchored', () => {
  const anywhere = compileGlob('out', 'name', prefixSteps('pkg.a/', false))
  const anchored = compileGlob('out', 'name', prefixSteps('pkg.a/', true))

  expect([anywhere('pkg.a/out'), anywhere('pkg.a/x/out'), anywhere('pkgXa/out')]).toEqual([
    true,
    true,
    false,
  ])
  expect([anchored('pkg.a/out'), anchored('pkg.a/x/out')]).toEqual([true, false])
})

test('takes a pattern that would make a regular expression backtrack', () => {
  const glob = compileGlob(`${'*a'.repeat(100)}b`, 'name')

  expect(glob('a'.repeat(4000))).toBe(false)
  expect(compileGlob('x'.repeat(100_000), 'name')('x')).toBe(false)
})
