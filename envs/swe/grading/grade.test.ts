import { afterAll, describe, expect, test } from 'vitest'
import { closeSandboxes } from '../../../sandboxes/index.ts'
import { taskSchema } from '../tasks/format.ts'
import { type OpenTask, openTask } from '../tasks/open.ts'
import { type Changes, countLines, noChanges } from './changes.ts'
import { createGrader } from './grade.ts'
import { formatOf } from './guard.ts'
import { submissionOf } from './protected.ts'

afterAll(() => closeSandboxes())

const grader = createGrader()
const place = { kind: 'virtual', unsafeProcess: false } as const
const options = { place, testTimeoutMs: 500, nonce: 'n1', signal: undefined } as const

const commonjs = (source: string) => ({
  'src/index.js': source,
  'test/a.test.js':
    "const assert = require('node:assert')\nconst { test } = require('node:test')\nconst { value } = require('../src/index.js')\ntest('is one', () => assert.equal(value(), 1))\n",
})

async function taskOf(files: Record<string, string>, more: object = {}): Promise<OpenTask> {
  const task = taskSchema.parse({
    id: 'by-hand',
    files,
    hiddenFiles: {
      'hidden/b.test.js': files['test/a.test.js']?.replace('is one', 'is one again') ?? '',
    },
    gold: '--- a/src/index.js\n+++ b/src/index.js\n@@ -1,1 +1,1 @@\n-exports.value = () => 2\n+exports.value = () => 1\n',
    statement: 'It gives two.',
    failToPass: ['test/a.test.js > is one', 'hidden/b.test.js > is one again'],
    ...more,
  })
  return openTask(task)
}

const buggy = commonjs('exports.value = () => 2\n')
const changed = (files: Record<string, string>, removed: readonly string[] = []): Changes => ({
  written: Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]),
  ),
  removed,
})
const gradeSource = async (source: string) =>
  grader.grade(await taskOf(buggy), changed({ 'src/index.js': source }), options)

describe('createGrader', () => {
  test('tells the buggy repository from a repaired one', async () => {
    expect(await grader.grade(await taskOf(buggy), noChanges, options)).toMatchObject({
      resolved: false,
      failToPass: 0,
      testsRun: 2,
      failing: [{ id: 'test/a.test.js > is one' }, { id: 'hidden/b.test.js > is one again' }],
    })
    expect(await gradeSource('exports.value = () => 1\n')).toMatchObject({
      patchApplies: true,
      resolved: true,
      failToPass: 1,
      passToPass: 1,
      failing: [],
    })
  })

  test('counts code that never ends, fills the memory or leaves as failing', async () => {
    for (const code of [
      'for (;;) {}',
      'const all = []; for (;;) all.push("x".repeat(1000) + all.length)',
      'process.exit(0)',
      'const f = () => f(); f()',
      'exports.value = (',
    ]) {
      const { failToPass, patchApplies } = await gradeSource(code)

      expect([code, failToPass, patchApplies]).toEqual([code, 0, true])
    }
  })

  test('says why a test does not count', async () => {
    const { failing } = await gradeSource('for (;;) {}')

    expect(failing[0]?.reason).toBe(
      'test/a.test.js did not run to its end: it was stopped for taking too long',
    )
  })

  test('does not take skipped tests for passed ones', async () => {
    const files = { ...buggy }
    files['test/a.test.js'] = files['test/a.test.js'].replace('test(', 'test.skip(')
    const task = await taskOf(files)

    const { failing } = await grader.grade(
      task,
      changed({ 'src/index.js': 'exports.value = () => 1\n' }),
      options,
    )

    expect(failing.map(({ reason }) => reason)).toEqual(['it is skipped', 'it is skipped'])
  })

  test('finds changes that cannot be put onto the repository inapplicable', async () => {
    const verdict = await grader.grade(
      await taskOf(buggy),
      changed({ 'src/index.js/inner.js': '' }),
      options,
    )

    expect(verdict).toMatchObject({ patchApplies: false, resolved: false, failToPass: 0 })
  })

  test('keeps the test files from the code they test, however it asks', async () => {
    const ways = [
      "require('fs').readFileSync(process.argv[1], 'utf8')",
      "require('node:fs').readFileSync(Buffer.from(process.argv[1]), 'utf8')",
      "require('fs').readFileSync(require('url').pathToFileURL(process.argv[1]), 'utf8')",
      "require('fs').readFileSync('./src/../hidden/b.test.js', 'utf8')",
      "require('fs').readFileSync({ toString: () => process.argv[1] }, 'utf8')",
      "(require('fs').cpSync('hidden', 'copy', { recursive: true }), require('fs').readFileSync('copy/b.test.js', 'utf8'))",
      "(require('fs').renameSync('/workspace/hidden', 'copy'), require('fs').readFileSync('copy/b.test.js', 'utf8'))",
      "require('fs').readFileSync(require('fs').openSync('hidden/b.test.js'), 'utf8')",
      "(require('module').prototype._compile = function (text) { globalThis.leak = text }, require('../hidden/b.test.js'), globalThis.leak)",
    ]
    for (const way of ways) {
      // Whoever can read a test can do as it wishes: here it needs the word 'again'.
      const source = `let text = ''; try { text = String(${way}) } catch {}\nexports.value = () => text.includes('again') ? 1 : 2\n`

      expect([way, (await gradeSource(source)).failToPass]).toEqual([way, 0])
    }
  })

  test('keeps what tests are given from the code they test', async () => {
    const files = {
      'src/index.js': '',
      'test/a.test.js': `const { test } = require('node:test')
const { value } = require('../src/index.js')
test('outer', (t) => t.test('inner', (t) => t.assert.equal(value(), 1)))
`,
    }
    const gold =
      '--- a/src/index.js\n+++ b/src/index.js\n@@ -0,0 +1,1 @@\n+exports.value = () => 1\n'
    const failToPass = ['test/a.test.js > outer', 'test/a.test.js > outer > inner']
    const task = await taskOf(files, { gold, failToPass })
    const source = (hook: string) => `exports.value = () => 2
require('node:test').${hook}((context) => {
  for (const at of [context, Object.getPrototypeOf(context)]) {
    const own = at.test
    const value = (name) => own.call(context, name, () => {})
    try { Object.defineProperty(at, 'test', { value }) } catch {}
    try { Object.defineProperty(at, 'assert', { value: { equal() {} } }) } catch {}
  }
  try { context.assert.equal = () => {} } catch {}
})
`

    for (const hook of ['before', 'beforeEach']) {
      const changes = changed({ 'src/index.js': source(hook) })
      const { failing } = await grader.grade(task, changes, options)

      expect([hook, failing.map(({ id }) => id).sort()]).toEqual([hook, failToPass])
    }
    const repaired = changed({ 'src/index.js': 'exports.value = () => 1\n' })
    expect(await grader.grade(task, repaired, options)).toMatchObject({ resolved: true })
  })

  test.each([
    { kind: 'virtual', unsafeProcess: false },
    { kind: 'process', unsafeProcess: true },
  ] as const)('finds no result equal to what it only says to be ($kind)', async (place) => {
    const files = {
      'src/index.js': '',
      'test/a.test.js': `const assert = require('node:assert/strict')
const { test } = require('node:test')
const { list, map, sized } = require('../src/index.js')
const loose = require('node:assert')
test('lists', () => assert.deepEqual(list(), [1, 2]))
test('lists in others', () => loose.deepEqual({ a: new Map([['b', [list()]]]) }, { a: new Map([['b', [[1, 2]]]]) }))
test('maps', () => assert.deepEqual(map(), new Map([['a', 1]])))
test('collections', () => assert.deepStrictEqual(sized(), new Set([1])))
test('objects', () => assert.deepEqual(new Proxy({ get items() { return list() } }, {}), { items: [1, 2] }))
`,
    }
    const names = ['lists', 'lists in others', 'maps', 'collections', 'objects']
    const failToPass = names.map((name) => `test/a.test.js > ${name}`)
    const gold = '--- a/src/index.js\n+++ b/src/index.js\n@@ -0,0 +1,1 @@\n+exports.x = 1\n'
    const task = await taskOf(files, { gold, failToPass })
    const source = `const once = (first, later) => { let reads = 0; return () => reads++ === 0 ? first : later }
exports.list = () => {
  const length = once(2, 0)
  return new Proxy([7, 8], { get: (items, key) => key === 'length' ? length() : items[key] })
}
exports.map = () => Object.defineProperty(new Map(), Symbol.toStringTag, { get: once('Map', 'Object') })
exports.sized = () => Object.defineProperty(new Set(), 'size', { value: 1 })
`

    const { failing } = await grader.grade(task, changed({ 'src/index.js': source }), {
      ...options,
      place,
      testTimeoutMs: 20_000,
    })

    expect(failing.map(({ id }) => id)).toEqual(failToPass)
  })

  test.each([
    { kind: 'virtual', unsafeProcess: false },
    { kind: 'process', unsafeProcess: true },
  ] as const)('compares honest values as they are ($kind)', async (place) => {
    const files = {
      'src/index.js': '',
      'test/a.test.js': `const assert = require('node:assert/strict')
const { test } = require('node:test')
const { Point, ring } = require('../src/index.js')
class Named extends Map {}
const proxied = new Proxy([1, new Proxy({ a: [2] }, {})], {})
test('equal', () => {
  assert.deepEqual(new Point(1), new Point(1))
  assert.deepEqual(ring(), ring())
  assert.deepEqual(proxied, [1, { a: [2] }])
  assert.deepEqual(new Named([[{ k: 1 }, new Set([[1]])]]), new Named([[{ k: 1 }, new Set([[1]])]]))
  assert.deepEqual([, 1, new Date(3), /a/g, new Uint8Array([4]), new Error('e'), Object(5)], [, 1, new Date(3), /a/g, new Uint8Array([4]), new Error('e'), Object(5)])
  assert.deepEqual({ [Symbol.for('s')]: null, f: Math.max, n: NaN }, { [Symbol.for('s')]: null, f: Math.max, n: NaN })
  assert.deepEqual(Object.create(null, { a: { value: 1, enumerable: true }, b: { value: 2 } }), Object.assign(Object.create(null), { a: 1 }))
})
const unequal = (one, other) => assert.throws(() => assert.deepEqual(one, other), assert.AssertionError)
test('unequal', () => {
  unequal(new Point(1), { x: 1 })
  unequal(new Point(1), new Point(2))
  unequal([, 1], [undefined, 1])
  unequal(new Named(), new Map())
  unequal(new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]]))
  unequal(new Set([[1]]), new Set([[2]]))
  unequal(proxied, [1, { a: [3] }])
  unequal(Object.assign([1], { x: 1 }), [1])
  assert.throws(() => assert.deepEqual([1]), { code: 'ERR_MISSING_ARGS' })
  assert.throws(() => assert.deepEqual([1], [2], 'told'), { message: /^told/ })
  assert.equal(assert.deepEqual.name, 'deepStrictEqual')
})
test('is not', () => assert.equal(new Point(1).x, 2))
`,
    }
    const failToPass = ['test/a.test.js > is not']
    const gold = '--- a/src/index.js\n+++ b/src/index.js\n@@ -0,0 +1,1 @@\n+exports.x = 1\n'
    const task = await taskOf(files, {
      ...{ gold, failToPass },
      passToPass: ['test/a.test.js > equal', 'test/a.test.js > unequal'],
    })
    const source = `exports.Point = class { #secret = 1; constructor(x) { this.x = x } }
exports.ring = () => { const one = { list: [] }; one.list.push(one); return one }
`

    const { failing } = await grader.grade(task, changed({ 'src/index.js': source }), {
      ...options,
      place,
      testTimeoutMs: 20_000,
    })

    expect(failing.map(({ id }) => id)).toEqual(failToPass)
  })

  test('also where modules import by name', async () => {
    const files = {
      'package.json': '{"type":"module"}',
      'src/index.js': 'exports.value = () => 2\n',
      'test/a.test.js':
        "import assert from 'node:assert/strict'\nimport { test } from 'node:test'\nimport { value } from '../src/index.js'\ntest('is one', async () => assert.equal(await value(), 1))\n",
    }
    const source = `import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
export async function value() {
  try { if (readFileSync('hidden/b.test.js')) return 1 } catch {}
  try { if (await readFile('hidden/b.test.js')) return 1 } catch {}
  return 2
}
`
    const task = await taskOf(files)

    const stolen = await grader.grade(task, changed({ 'src/index.js': source }), options)
    const honest = changed({ 'src/index.js': 'export const value = () => 1\n' })

    expect(stolen).toMatchObject({ failToPass: 0, testsRun: 2 })
    expect(await grader.grade(task, honest, options)).toMatchObject({ resolved: true })
  })

  test('a file cannot change what the next one finds', async () => {
    const source =
      "try { require('fs').writeFileSync('src/index.js', 'exports.value = () => 1') } catch {}\nexports.value = () => 2\n"

    expect(await gradeSource(source)).toMatchObject({ failToPass: 0, testsRun: 2 })
  })

  test('gives up waiting when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('given up'))
    const grading = grader.grade(await taskOf(buggy), changed({ 'src/x.js': '' }), {
      ...options,
      signal,
    })

    await expect(grading).rejects.toThrow('given up')
  })
})

describe('submissionOf', () => {
  test('keeps sources and leaves out what decides how they are judged', async () => {
    const task = await taskOf({ ...buggy, 'package.json': '{}' })
    const changes = changed(
      {
        'src/index.js': '',
        'src/new.js': '',
        'package.json': '{"x":1}',
        'src/package.json': '{}',
        'hidden/b.test.js': '',
        'hidden/more.js': '',
        'src/x.test.js': '',
        'test-extra.js': '',
        '.npmrc': '',
        'node_modules/assert/index.js': '',
        'hidden/b.test.js/inner': '',
      },
      ['test/a.test.js'],
    )

    const { source, integrity } = submissionOf(changes, task)

    expect(Object.keys(source.written)).toEqual(['src/index.js', 'src/new.js'])
    expect(source.removed).toEqual([])
    expect(integrity).toHaveLength(10)
    expect(integrity).toContain('tests changed: test/a.test.js was removed, restored for grading')
    expect(integrity).toContain('set-up changed: package.json was changed, restored for grading')
    expect(integrity).toContain('tests changed: hidden/more.js was added, left out of grading')
  })
})

describe('countLines', () => {
  test('counts lines added and removed, not moved context', () => {
    const pristine = { a: '1\n2\n3\n4\n', b: 'x\ny\n' }

    expect(countLines(changed({ a: '1\n2\nnew\n3\n4\n' }), pristine)).toBe(1)
    expect(countLines(changed({ a: '1\nother\n3\n4\n' }), pristine)).toBe(2)
    expect(countLines(changed({ a: '2\n1\n3\n4\n' }), pristine)).toBe(2)
    expect(countLines(changed({ c: 'p\nq\n' }, ['b']), pristine)).toBe(4)
    expect(countLines(noChanges, pristine)).toBe(0)
  })
})

test('formatOf follows endings, packages and syntax', () => {
  expect(formatOf('a.mjs', {})).toBe('module')
  expect(formatOf('a.cjs', { 'package.json': '{"type":"module"}' })).toBe('commonjs')
  expect(formatOf('test/a.js', { 'package.json': '{"type":"module"}' })).toBe('module')
  expect(formatOf('test/a.js', { 'package.json': '{}', 'test/a.js': "import 'x'\n" })).toBe(
    'module',
  )
  expect(formatOf('test/a.js', { 'test/a.js': "const x = require('x')\nimport('y')\n" })).toBe(
    'commonjs',
  )
})
