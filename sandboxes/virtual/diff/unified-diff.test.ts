import { expect, test } from 'vitest'
import { unifiedDiff } from './unified-diff.ts'

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}\n`).join('')

test('is empty for equal files, given as text or as bytes', () => {
  expect(unifiedDiff({}, {})).toBe('')
  expect(unifiedDiff({ a: 'é\n' }, { a: new TextEncoder().encode('é\n') })).toBe('')
})

test('shows changes as text in order of path, new and removed files included', () => {
  const before = { 'src/a.js': 'un\ndeux\n', 'old.txt': 'x\n', same: '=\n' }
  const after = { 'src/a.js': 'un\nété\n', 'neu é': '', same: '=\n' }

  expect(unifiedDiff(before, after)).toBe(
    [
      'diff --git "a/neu \\303\\251" "b/neu \\303\\251"',
      'new file mode 100644',
      'index 0000000..e69de29',
      'diff --git a/old.txt b/old.txt',
      'deleted file mode 100644',
      'index 587be6b..0000000',
      '--- a/old.txt',
      '+++ /dev/null',
      '@@ -1 +0,0 @@',
      '-x',
      'diff --git a/src/a.js b/src/a.js',
      'index 25973d3..10619de 100644',
      '--- a/src/a.js',
      '+++ b/src/a.js',
      '@@ -1,2 +1,2 @@',
      ' un',
      '-deux',
      '+été',
      '',
    ].join('\n'),
  )
})

test('takes a file over the threshold for a binary one', () => {
  const options = { bigFileBytes: 10 }

  expect(unifiedDiff({ a: '0123456789' }, { a: '' }, options)).toContain('-0123456789')
  expect(unifiedDiff({ a: '' }, { a: '0123456789!' }, options)).toMatch(
    /\nBinary files a\/a and b\/a differ\n$/,
  )
})

test('is cut after a whole line, and says how many bytes and files are left out', () => {
  const [one, three] = [{ a: lines(100) }, { a: lines(100), b: 'b\n', c: 'c\n' }]
  const whole = unifiedDiff({}, one)

  for (const maxBytes of [0, 1, 200, whole.length - 1]) {
    const [, kept = '', left] =
      /^([\s\S]*)\\ Left out: (\d+) bytes and 2 more files\n$/.exec(
        unifiedDiff({}, three, { maxBytes }),
      ) ?? []

    expect(whole.startsWith(kept)).toBe(true)
    expect(kept === '' || kept.endsWith('\n')).toBe(true)
    expect(kept.length).toBeLessThanOrEqual(maxBytes)
    expect(kept.length + Number(left)).toBe(whole.length)
  }
  expect(unifiedDiff({}, one, { maxBytes: whole.length })).toBe(whole)
  expect(unifiedDiff({}, one, { maxBytes: 200 })).toMatch(/\n\\ Left out: \d+ bytes\n$/)
})
