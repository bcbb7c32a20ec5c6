import { beforeAll, describe, expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { operators, parseSource } from '../bugs/index.ts'
import { fileOf, type RepairTask } from '../tasks/format.ts'
import { librarySplits, loadLibrary } from '../tasks/library.ts'
import { loadBuiltinTasks } from '../tasks/open.ts'
import { callDepth, difficultyOf } from './difficulty.ts'
import { exampleOf } from './example.ts'
import { generateTasks } from './generate.ts'
import { openWorkspace } from './run-tests.ts'
import { writeStatement } from './statement.ts'
import { deviationOf, scanRunner } from './verify.ts'

const names = Object.keys(librarySplits)

describe('libraries', () => {
  test.each(names)(
    '%s passes its suites, a third or more of them hidden',
    async (name) => {
      const { files, hiddenFiles } = await loadLibrary(name)
      await using workspace = await openWorkspace()
      await workspace.write({ ...files, ...hiddenFiles })
      const tests = Object.keys({ ...files, ...hiddenFiles }).filter((path) =>
        path.endsWith('.test.js'),
      )

      const results = await workspace.run(tests, 60_000)

      const hidden = results.filter(({ id }) => id.startsWith('hidden/'))
      expect(results.filter(({ status }) => status !== 'passed')).toEqual([])
      expect(new Set(results.map(({ id }) => id)).size).toBe(results.length)
      expect(results.length).toBeGreaterThanOrEqual(20)
      expect(hidden.length / results.length).toBeGreaterThanOrEqual(1 / 3)
    },
    60_000,
  )
})

describe('the built-in tasks', () => {
  let tasks: readonly RepairTask[] = []
  beforeAll(async () => {
    tasks = await loadBuiltinTasks()
  })

  test('are many, of every library, operator, split and level', () => {
    const distinct = (of: (task: RepairTask) => unknown) => new Set(tasks.map(of))

    expect(tasks.length).toBeGreaterThanOrEqual(250)
    expect(distinct((task) => task.library)).toEqual(new Set(names))
    expect(distinct((task) => task.kind)).toEqual(new Set(operators.map(({ name }) => name)))
    expect(distinct((task) => task.split)).toEqual(new Set(['train', 'validation', 'test']))
    expect(distinct((task) => task.difficulty)).toEqual(new Set([1, 2, 3, 4]))
  })

  test('have a hidden failing test, three passing ones, and differ by edit and by tests and site', () => {
    const keys = new Set<string>()
    for (const task of tasks) {
      expect(task.failToPass.some((id) => fileOf(id).startsWith('hidden/'))).toBe(true)
      expect(task.passToPass.length).toBeGreaterThanOrEqual(3)
      expect(task.failToPass.some((id) => fileOf(id).startsWith('test/'))).toBe(
        task.difficulty <= 2,
      )
      keys.add(JSON.stringify([task.library, task.edits]))
    }
    expect(keys.size).toBe(tasks.length)
  })

  test('tell a symptom, never the file, the operator or the changed line', () => {
    for (const { statement, edits, kind, id } of tasks) {
      const [edit] = edits
      const before = edit?.find.split('\n') ?? []
      const changed = (edit?.replace ?? '').split('\n').filter((line) => !before.includes(line))

      expect(statement, id).not.toContain(kind)
      expect(statement, id).not.toMatch(/src\/\w|hidden|async_id/)
      for (const line of changed.filter((text) => text.trim().length > 12)) {
        expect(statement, id).not.toContain(line.trim())
      }
    }
  })

  test('fail as they say with the bug and pass with its fix', async () => {
    const sample = createRng(1).shuffle(tasks).slice(0, 20)

    const deviations = await Promise.all(
      [0, 1].map(async (half) => {
        const found: (string | undefined)[] = []
        for (const task of sample.filter((_, i) => i % 2 === half)) {
          found.push(await deviationOf(task, scanRunner))
        }
        return found
      }),
    )

    expect(deviations.flat()).toEqual(sample.map(() => undefined))
  }, 180_000)
})

describe('generateTasks', () => {
  test('gives the same tasks for the same seed, and others for another', async () => {
    const options = { libraries: ['text-shape'], perLibrary: 2, concurrency: 2, timeoutMs: 4_000 }

    const [first, second, other] = [
      await generateTasks({ ...options, seed: 5 }),
      await generateTasks({ ...options, seed: 5, concurrency: 1 }),
      await generateTasks({ ...options, seed: 6 }),
    ]

    expect(first.length).toBeGreaterThan(0)
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(first))
  }, 180_000)
})

describe('exampleOf', () => {
  const source = parseSource(
    'hidden/cache.test.js',
    `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Cache } from '../src/index.js';
const limit = 2;
function filled() {
  return new Cache(limit);
}
describe('Cache', () => {
  it('keeps two', async () => {
    const cache = filled();
    assert.equal(cache.set('a', 1), true);
    assert.equal(limit, 2);

    assert.equal(cache.size, 2);
  });
  it('refuses zero', () => {
    assert.throws(() => new Cache(0), RangeError);
  });
});
`,
  )
  const error = {
    kind: 'testCodeFailure',
    name: 'AssertionError',
    message: '',
    compares: true,
    frames: [{ line: 14, column: 12 }],
  }

  test('shows helpers, setup and the failing expression, with both values', () => {
    const example = exampleOf(source, ['Cache', 'keeps two'], {
      ...error,
      actual: '1',
      expected: '2',
    })

    expect(example).toEqual({
      code: "const limit = 2;\nfunction filled() {\n  return new Cache(limit);\n}\nconst cache = filled();\ncache.set('a', 1);\ncache.size",
      expected: '2',
      actual: '1',
    })
  })

  test('tells of an error that was thrown, or was missing', () => {
    const names = ['Cache', 'refuses zero']
    const frames = [{ line: 17, column: 12 }]
    const thrown = { ...error, frames, compares: false, name: 'TypeError', message: 'no\nmore' }
    const missing = { ...error, frames, message: 'Missing expected exception (RangeError).' }

    expect(exampleOf(source, names, thrown)?.actual).toBe('throws TypeError: no')
    expect(exampleOf(source, names, missing)).toEqual({
      code: 'new Cache(0)',
      expected: 'an error of type RangeError',
      actual: 'no error',
    })
  })

  test('gives nothing for a failure outside of the test', () => {
    expect(exampleOf(source, ['Cache', 'keeps two'], { ...error, frames: [] })).toBeUndefined()
    expect(exampleOf(source, ['Cache', 'other'], error)).toBeUndefined()
  })
})

describe('difficulty', () => {
  test('counts calls between a test and the bug, through methods', () => {
    const text =
      'export function a() { return b(); }\nfunction b() { return x.c(); }\nclass X { c() { return 1; } }\n'
    const source = parseSource('src/a.js', text)
    const at = (part: string) => {
      const start = text.indexOf(part)
      return { start, end: start + 1, replacement: '', line: 1, description: '' }
    }
    const depths = ['b()', 'x.c', '1'].map((part) =>
      callDepth([source], ['a'], 'src/a.js', at(part)),
    )

    expect(depths).toEqual([0, 1, 2])
    expect(callDepth([source], ['other'], 'src/a.js', at('1'))).toBe(4)
  })

  test('rises with hidden failures, distance and things left out', () => {
    const levels = [
      difficultyOf({ visibleFailing: 1, depth: 1, omission: false }),
      difficultyOf({ visibleFailing: 1, depth: 1, omission: true }),
      difficultyOf({ visibleFailing: 0, depth: 0, omission: true }),
      difficultyOf({ visibleFailing: 0, depth: 2, omission: false }),
    ]

    expect(levels).toEqual([1, 2, 3, 4])
  })
})

describe('writeStatement', () => {
  const example = { code: 'f(1)', expected: '2', actual: '3' }
  const symptom = { library: 'lib', shown: ['f', 'adds one'], example }

  test('lists visible failures and says how to see them', () => {
    const visible = Array.from({ length: 6 }, (_, i) => ['f', `case ${i}`])
    const text = writeStatement({ ...symptom, difficulty: 1, visible }, createRng(1))

    expect(text).toContain('- f: case 3\n- and 2 more')
    expect(text).toContain('node --test')
    expect(text).toContain('Expected: 2\nActual: 3')
  })

  test('shows how to reproduce what no visible test sees', () => {
    const text = writeStatement({ ...symptom, difficulty: 4, visible: [] }, createRng(1))

    expect(text).toContain('```js\nf(1)\n```')
    expect(text).not.toContain('adds one')
  })
})
