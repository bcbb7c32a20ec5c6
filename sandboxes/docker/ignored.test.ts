import { expect, test } from 'vitest'
import { ignoredBy } from './ignored.ts'

test('a path is left out by the last line that fits it or a folder above it', () => {
  const ignored = ignoredBy(
    '# no comment\n\n*.log\n/build/\nnode_modules\n!build/keep\n**/cache?\nd[ab]\n',
  )

  const left = ['x.log', 'build/a/b', 'node_modules/x', 'a/b/cache1/z', 'cache2', 'da']
  const kept = ['a/x.log', 'build/keep', 'a/node_modules', 'cache', 'dc', '# no comment', 'log']
  expect(left.filter((path) => !ignored(path))).toEqual([])
  expect(kept.filter(ignored)).toEqual([])
})

test('patterns may cross folders, and mean dots as dots', () => {
  const ignored = ignoredBy('docs/**/*.md\n**\n!src\n!a.b\n')

  expect(['docs/x/y.md', 'other/file', 'axb'].every(ignored)).toBe(true)
  expect(['src/deep/file', 'a.b'].some(ignored)).toBe(false)
})
