import { expect, test } from 'vitest'
import { parseDiff } from './diff.ts'

const GIT = `diff --git a/src/add.js b/src/add.js
index 1..2 100644
--- a/src/add.js
+++ b/src/add.js
@@ -1,3 +1,3 @@ function add
 const one = 1
-export const add = (a, b) => a - b
+export const add = (a, b) => a + b
 end
diff --git a/old.js b/old.js
deleted file mode 100644
--- a/old.js
+++ /dev/null
@@ -1 +0,0 @@
--- not a header
\\ No newline at end of file
`

test('parseDiff reads files, hunks and line numbers', () => {
  const [add] = parseDiff(GIT) ?? []

  expect(add).toMatchObject({ name: 'src/add.js', before: null, added: 1, removed: 1 })
  expect(add?.hunks[0]?.lines).toEqual([
    { sign: ' ', text: 'const one = 1', before: 1, after: 1 },
    { sign: '-', text: 'export const add = (a, b) => a - b', before: 2, after: null },
    { sign: '+', text: 'export const add = (a, b) => a + b', before: null, after: 2 },
    { sign: ' ', text: 'end', before: 3, after: 3 },
  ])
})

test('parseDiff keeps a deleted line that looks like a header', () => {
  const old = parseDiff(GIT)?.[1]

  expect(old).toMatchObject({ name: 'old.js', notes: ['deleted'], added: 0, removed: 1 })
  expect(old?.hunks[0]?.lines[0]?.text).toBe('-- not a header')
})

test('parseDiff reads a diff without headers of git', () => {
  const files = parseDiff(
    '--- a/x.js\t2026\n+++ b/x.js\n@@ -0,0 +1 @@\n+new\n--- y.js\n+++ y.js\n@@ -1 +1 @@\n-a\n+b',
  )

  expect(files?.map(({ name, added, removed }) => [name, added, removed])).toEqual([
    ['x.js', 1, 0],
    ['y.js', 1, 1],
  ])
})

test('parseDiff reads renames and binaries', () => {
  const text =
    'diff --git a/a.png b/b.png\nrename from a.png\nrename to b.png\nBinary files differ\n'

  expect(parseDiff(text)).toMatchObject([
    { name: 'b.png', before: 'a.png', notes: ['renamed', 'binary'] },
  ])
})

test('parseDiff gives what a torn hunk still has', () => {
  const [file] = parseDiff('--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n one\n-two') ?? []

  expect(file).toMatchObject({ added: 0, removed: 1 })
  expect(file?.hunks[0]?.lines).toHaveLength(2)
})

test('parseDiff says what is no diff', () => {
  expect(parseDiff('just a text\n@@ not one @@')).toBeNull()
})
