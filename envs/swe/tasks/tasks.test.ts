import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits, lineEdit } from './edits.ts'
import { taskHash } from './format.ts'
import { librarySplits, loadLibrary } from './library.ts'
import { openTask } from './open.ts'
import { applyPatch } from './patch.ts'
import { loadTasks, readTasks } from './read.ts'

const byHand = {
  id: 'mine-1',
  files: {
    'package.json': '{"type":"module"}',
    'src/add.js': 'export function add(a, b) {\n  return a - b;\n}\n',
    'test/add.test.js': '// tests',
  },
  hiddenFiles: { 'hidden/add.test.js': '// more tests' },
  gold: '--- a/src/add.js\n+++ b/src/add.js\n@@ -1,3 +1,3 @@\n export function add(a, b) {\n-  return a - b;\n+  return a + b;\n }\n',
  statement: 'add(2, 3) gives -1.',
  failToPass: ['hidden/add.test.js > add > adds'],
}
const generated = {
  id: 'csv-1',
  library: 'csv-table',
  edits: [
    { file: 'src/errors.js', find: "this.name = 'CsvError';", replace: "this.name = 'Csv';" },
  ],
  statement: 'Errors have another name.',
  failToPass: ['test/parse.test.js > parse > reports a quoted field that is never closed'],
}

function fault(...lines: readonly unknown[]): string {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  try {
    readTasks(`${text.join('\n')}\n`, 'mine.jsonl')
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
  return 'no error'
}

describe('readTasks', () => {
  test('fills in what a task by hand leaves out', () => {
    expect(readTasks(JSON.stringify(byHand), 'x.jsonl')).toEqual([
      { ...byHand, edits: [], passToPass: [], split: 'train', difficulty: 2, kind: 'custom' },
    ])
  })

  test('accepts a byte order mark, Windows line ends and blank lines', () => {
    const text = `\uFEFF${JSON.stringify(byHand)}\r\n\r\n${JSON.stringify(generated)}\r\n`

    expect(readTasks(text, 'x.jsonl').map((task) => task.id)).toEqual(['mine-1', 'csv-1'])
  })

  test('names file, line and field of a fault in one line', () => {
    expect(fault(generated, '', { ...byHand, difficulty: 7 })).toMatch(
      /^ConfigError: Cannot read task file mine\.jsonl: line 3, field difficulty: .*4 \(fix the line or remove it\)$/,
    )
    expect(fault({ ...byHand, statement: undefined })).toContain(
      'line 1, field statement: expected',
    )
    expect(fault({ ...byHand, colour: 1 })).toContain('field colour: unknown field')
    expect(fault({ ...byHand, edits: [{ file: 'a', find: '' }] })).toContain('field edits.0.find')
    expect(fault('[1]')).toContain('field task: expected object')
  })

  test('refuses a task without a repository, a fix or known test files', () => {
    expect(fault({ ...byHand, files: undefined })).toContain('expected either library or files')
    expect(fault({ ...byHand, library: 'csv-table' })).toContain('either library or files')
    expect(fault({ ...byHand, gold: undefined })).toContain('field gold: expected gold')
    expect(fault({ ...generated, gold: 'x' })).toContain('field gold: expected no gold')
    expect(fault({ ...byHand, failToPass: ['x.js > a'] })).toContain('field failToPass')
    expect(fault({ ...byHand, failToPass: ['adds'] })).toContain('expected a test id')
    expect(fault({ ...byHand, passToPass: byHand.failToPass })).toContain('found twice')
  })

  test.each(['/etc/passwd', '../up.js', 'src/../../up.js', 'a\\b.js', 'a//b.js', './a.js'])(
    'refuses the path %s',
    (path) => {
      const files = { ...byHand.files, [path]: '' }

      expect(fault({ ...byHand, files })).toContain(`field files.${path}: expected a relative path`)
    },
  )

  test('refuses an id that is used twice', () => {
    expect(fault(generated, generated)).toContain(
      'line 2, field id: csv-1 is already used in line 1',
    )
  })

  test('says that a last line may be cut off', () => {
    const text = `${JSON.stringify(generated)}\n${JSON.stringify(byHand).slice(0, 40)}`

    expect(() => readTasks(text, 'x.jsonl')).toThrow(/line 2, not valid JSON.*may be cut off/)
    expect(fault('{')).not.toContain('cut off')
  })

  test('refuses an empty file', () => {
    expect(() => readTasks('\n', 'x.jsonl')).toThrow(
      'Cannot read task file x.jsonl: it holds no task',
    )
  })
})

describe('loadTasks', () => {
  test('reads a file or all files of a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tasks-'))
    try {
      await expect(loadTasks(folder)).rejects.toThrow('no .jsonl file')
      await writeFile(join(folder, 'b.jsonl'), JSON.stringify(byHand))
      await writeFile(join(folder, 'a.jsonl'), JSON.stringify(generated))

      expect((await loadTasks(folder)).map((task) => task.id)).toEqual(['csv-1', 'mine-1'])
      expect(await loadTasks(join(folder, 'b.jsonl'))).toHaveLength(1)

      await writeFile(join(folder, 'c.jsonl'), JSON.stringify(byHand))
      await expect(loadTasks(folder)).rejects.toThrow(
        'Cannot read task file c.jsonl: id mine-1 is already used in b.jsonl (rename one)',
      )
      await expect(loadTasks(join(folder, 'none'))).rejects.toThrow('no such file')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('openTask', () => {
  test('gives the repository of a task by hand, and its fix', async () => {
    const [task] = readTasks(JSON.stringify(byHand), 'x.jsonl')
    if (!task) throw new Error('no task')
    const open = await openTask(task)

    expect(open.files).toEqual(byHand.files)
    expect(open.hiddenFiles).toEqual(byHand.hiddenFiles)
    expect(open.gold).toEqual({ 'src/add.js': 'export function add(a, b) {\n  return a + b;\n}\n' })
  })

  test('puts the bug into a library, keeps its hidden tests apart, and can undo it', async () => {
    const [task] = readTasks(JSON.stringify(generated), 'x.jsonl')
    if (!task) throw new Error('no task')
    const open = await openTask(task)
    const library = await loadLibrary('csv-table')

    expect(open.files['src/errors.js']).toContain("this.name = 'Csv';")
    expect(Object.keys(open.files).filter((path) => path.startsWith('hidden/'))).toEqual([])
    expect(Object.keys(open.hiddenFiles)).toEqual([
      'hidden/parse.test.js',
      'hidden/records.test.js',
    ])
    expect({ ...open.files, ...open.gold }).toEqual(library.files)
  })

  test('hashes content: key order does not count, any change does', async () => {
    const [a] = readTasks(JSON.stringify(generated), 'x.jsonl')
    const [b] = readTasks(
      JSON.stringify(Object.fromEntries(Object.entries(generated).reverse())),
      'x',
    )
    const [c] = readTasks(JSON.stringify({ ...generated, statement: 'Other.' }), 'x')
    if (!a || !b || !c) throw new Error('no task')

    expect(taskHash(a)).toBe(taskHash(b))
    expect(taskHash(a)).not.toBe(taskHash(c))
    expect((await openTask(a)).hash).not.toBe((await openTask(c)).hash)
  })

  test('refuses an unknown library and an edit that does not fit', async () => {
    await expect(loadLibrary('left-pad')).rejects.toThrow('(choose one of: ')
    expect(() => applyEdits({ a: 'xx' }, [{ file: 'a', find: 'x', replace: '' }])).toThrow(
      'several times (make the text unique)',
    )
    expect(() => applyEdits({ a: 'xx' }, [{ file: 'a', find: 'y', replace: '' }])).toThrow(
      'never (take the text as the file has it)',
    )
    expect(() => applyEdits({ a: 'xx' }, [{ file: 'b', find: 'x', replace: '' }])).toThrow(
      'no such',
    )
  })

  test('has train, validation and test libraries', () => {
    expect(new Set(Object.values(librarySplits))).toEqual(new Set(['train', 'validation', 'test']))
  })
})

describe('applyPatch', () => {
  const files = { 'a.js': 'one\ntwo\nthree\n', 'b.js': 'b\n' }

  test('finds a hunk whose line numbers are off', () => {
    const patch = '--- a/a.js\n+++ b/a.js\n@@ -9,1 +9,2 @@\n three\n+four\n'

    expect(applyPatch(files, patch)['a.js']).toBe('one\ntwo\nthree\nfour\n')
  })

  test('adds and removes files', () => {
    const patch =
      'diff --git a/b.js b/b.js\n--- a/b.js\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n--- /dev/null\n+++ b/c.js\n@@ -0,0 +1,2 @@\n+c\n+d\n'

    expect(applyPatch(files, patch)).toEqual({ 'a.js': files['a.js'], 'c.js': 'c\nd\n' })
  })

  test('takes a removed line that looks like a header', () => {
    const patch = '--- a/a.sql\n+++ b/a.sql\n@@ -1,2 +1,1 @@\n x\n--- note\n'

    expect(applyPatch({ 'a.sql': 'x\n-- note\n' }, patch)).toEqual({ 'a.sql': 'x\n' })
  })

  test('refuses a diff that does not fit', () => {
    expect(() => applyPatch(files, 'text')).toThrow('Cannot apply patch: it has no')
    expect(() => applyPatch(files, '--- a/a.js\n+++ b/a.js\n@@ -1 +1 @@\n-x\n+y\n')).toThrow(
      'the hunk at line 1 does not match a.js',
    )
    expect(() => applyPatch(files, '--- a/a.js\n+++ b/a.js\n@@ -1,5 +1 @@\n-one\n')).toThrow(
      'does not have the lines',
    )
  })
})

describe('lineEdit', () => {
  test('takes lines along until the text is unique, before and after', () => {
    const before = 'a {\n  x\n}\nb {\n  x\n}\n'
    const edit = lineEdit('f', before, 'a {\n  x\n}\nb {\n  y\n}\n')

    expect(edit).toEqual({ file: 'f', find: 'b {\n  x\n', replace: 'b {\n  y\n' })
  })

  test('can be made and undone for any two different texts', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '}', ''), { minLength: 1 })
      .map((l) => `${l.join('\n')}\n`)
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after)
        const edit = lineEdit('f', before, after)
        const undo = { file: 'f', find: edit.replace, replace: edit.find }

        expect(applyEdits({ f: before }, [edit])).toEqual({ f: after })
        expect(applyEdits({ f: after }, [undo])).toEqual({ f: before })
      }),
    )
  })
})
