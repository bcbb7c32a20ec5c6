import { describe, expect, test } from 'vitest'
import { createRng } from '../../../core/index.ts'
import { parseSource } from '../bugs/index.ts'
import { librarySplits, loadLibrary } from '../tasks/library.ts'
import { loadBuiltinTasks, loadLibraryTests } from '../tasks/open.ts'
import { callDepth, difficultyOf } from './difficulty.ts'
import { exampleOf } from './example.ts'
import { openWorkspace } from './run-tests.ts'
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
      expect(results.map(({ id }) => id).sort()).toEqual((await loadLibraryTests())[name])
      expect(results.length).toBeGreaterThanOrEqual(20)
      expect(hidden.length / results.length).toBeGreaterThanOrEqual(1 / 3)
    },
    60_000,
  )
})

describe('the built-in tasks', () => {
  test('fail as they say with the bug and pass with its fix', async () => {
    const sample = createRng(1)
      .shuffle(await loadBuiltinTasks())
      .slice(0, 20)

    const deviations: (string | undefined)[] = []
    for (const task of sample) deviations.push(await deviationOf(task, scanRunner))

    expect(deviations).toEqual(sample.map(() => undefined))
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

  test('rises with hidden failures, and with distance and things left out', () => {
    const levels = [
      difficultyOf({ visibleFailing: 1, depth: 1, omission: false }),
      difficultyOf({ visibleFailing: 1, depth: 1, omission: true }),
      difficultyOf({ visibleFailing: 1, depth: 2, omission: false }),
      difficultyOf({ visibleFailing: 0, depth: 0, omission: false }),
    ]

    expect(levels).toEqual([1, 2, 2, 3])
  })
})
