import { beforeAll, describe, expect, test } from 'vitest'
import { parseSource } from '../bugs/index.ts'
import { fileOf, type RepairTask } from '../tasks/format.ts'
import { missingFeatures } from './features.ts'
import { generateFor, hideTests } from './index.ts'
import { deviationOf, scanRunner } from './verify.ts'

/** Nothing here needs a limit, but for what has no end. */
const timeoutMs = 60_000

const source = `/** Keeps numbers. */
export class Tally {
  #sum = 0;
  #count = 0;

  /** Adds a number and gives how many there are. */
  add(number) {
    if (typeof number !== 'number') throw new TypeError('not a number');
    this.#sum += number;
    this.#count += 1;
    return this.#count;
  }

  /** The mean, or 0 of nothing. */
  mean() {
    if (this.#count === 0) return 0;
    return this.#sum / this.#count;
  }
}

/** The numbers from a limit on, ascending. */
export function atLeast(numbers, limit = 1) {
  const kept = numbers.filter((number) => number >= limit);
  return kept.sort((a, b) => a - b);
}
`
const cases = (titles: readonly (readonly [title: string, code: string])[]) =>
  [
    "import assert from 'node:assert/strict';",
    "import { test } from 'node:test';",
    "import { atLeast, Tally } from '../src/tally.js';",
    ...titles.map(([title, code]) => `test('${title}', () => {\n  ${code}\n});`),
  ].join('\n')
const files = {
  'package.json': '{"type":"module"}',
  'README.md': '# tally\n\n- `atLeast(numbers, limit)`: the numbers from `limit` (1) on.\n',
  'src/tally.js': source,
  'test/a.test.js': cases([
    ['counts', 'assert.equal(new Tally().add(4), 1);'],
    ['sorts numbers', 'assert.deepEqual(atLeast([3, 2]), [2, 3]);'],
    ['gives 0 of nothing', 'assert.equal(new Tally().mean(), 0);'],
  ]),
  'test/b.test.js': cases([
    ['counts on', 'const t = new Tally(); t.add(4);\n  assert.equal(t.add(4), 2);'],
    ['divides', 'const t = new Tally(); t.add(4); t.add(2);\n  assert.equal(t.mean(), 3);'],
    ['takes the limit in', 'assert.deepEqual(atLeast([5, 4, 3], 4), [4, 5]);'],
    ['starts at 1', 'assert.deepEqual(atLeast([0, 1]), [1]);'],
    ['refuses text', "assert.throws(() => new Tally().add('1'), TypeError);"],
  ]),
}
const repository = hideTests('my tally', files, 0)

describe('generateFor', () => {
  let tasks: readonly RepairTask[] = []
  beforeAll(async () => {
    tasks = await generateFor(repository, { seed: 1, limit: 12, timeoutMs })
  }, 120_000)

  test('gives tasks that hold the repository and are what they say', async () => {
    expect(tasks.length).toBeGreaterThan(5)
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length)
    for (const task of tasks) {
      expect(task).toMatchObject({ files: repository.files, split: 'train' })
      expect(task.library).toBeUndefined()
      expect(task.id).toMatch(/^my-tally-[0-9a-f]{8}$/)
      expect(task.failToPass.some((id) => Object.hasOwn(repository.hiddenFiles, fileOf(id)))).toBe(
        true,
      )
      expect(await deviationOf(task, scanRunner)).toBeUndefined()
    }
  }, 120_000)

  test('puts bugs of several places and missing features on level 4, and those alone', () => {
    const top = tasks.filter(({ difficulty }) => difficulty === 4).map(({ kind }) => kind)
    const others = tasks.filter(({ difficulty }) => difficulty < 4)

    expect(top).toContain('missing-feature')
    expect(others.filter(({ operators }) => operators)).toEqual([])
    expect(others.map(({ kind }) => kind)).not.toContain('missing-feature')
  })

  test('gives the same for the same seed, however many processes work on it', async () => {
    const again = await generateFor(repository, { seed: 1, limit: 12, timeoutMs, concurrency: 2 })

    expect(JSON.stringify(again)).toBe(JSON.stringify(tasks))
  }, 120_000)

  test('refuses what it cannot judge, in one line', async () => {
    const broken = { ...repository, files: { ...files, 'src/tally.js': 'export const Tally = 1' } }
    const seedOf = { seed: 1, limit: 2, timeoutMs }

    await expect(generateFor({ ...repository, hiddenFiles: {} }, seedOf)).rejects.toThrow(
      'Cannot generate tasks of my tally: it has no hidden tests',
    )
    await expect(generateFor(broken, seedOf)).rejects.toThrow('Cannot generate tasks of my tally')
    expect(() => hideTests('one', { 'a.test.js': '' }, 0)).toThrow('it has 1 test file (spread')
  })

  test.each([
    [
      "import 'left-pad';",
      "a.test.js does not run: Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'left-pad' imported from test/a.test.js (mend it",
      60_000,
    ],
    [
      "describe('sums', () => {});",
      'a.test.js does not run: ReferenceError: describe is not defined (mend it',
      60_000,
    ],
    [
      "test('loops', () => { for (;;); });",
      'a.test.js does not end within 1500 ms (mend it, or give',
      1500,
    ],
    [
      "test('waits', () => new Promise(() => setInterval(() => {}, 1000)));",
      'a.test.js does not end within 1500 ms',
      1500,
    ],
  ])(
    'names the test file that has no end of its own: %s',
    async (code, says, limitMs) => {
      const hiddenFiles = { 'test/a.test.js': `${files['test/a.test.js']}\n${code}\n` }
      const stuck = { ...repository, files, hiddenFiles }

      await expect(generateFor(stuck, { seed: 1, limit: 2, timeoutMs: limitMs })).rejects.toThrow(
        `Cannot generate tasks of my tally: test/${says}`,
      )
    },
    60_000,
  )

  test('leaves tests alone that are skipped or still to do', async () => {
    const later =
      "test.skip('one day', () => {});\ntest('soon', { todo: true }, () => assert.fail());\n"
    const hiddenFiles = { 'test/b.test.js': `${files['test/b.test.js']}\n${later}` }

    const [task] = await generateFor(
      { ...repository, hiddenFiles },
      { seed: 1, limit: 2, timeoutMs },
    )

    const ids = [...(task?.failToPass ?? []), ...(task?.passToPass ?? [])].join('\n')
    expect(ids).toContain('b.test.js > counts on')
    expect(ids).not.toMatch(/one day|soon/)
  }, 60_000)

  test('reads CommonJS as well', async () => {
    const common = {
      'src/half.js': 'exports.half = function (n) {\n  if (n < 0) return 0;\n  return n / 2;\n};\n',
      'test/a.test.js':
        "const assert = require('node:assert/strict');\nconst { test } = require('node:test');\nconst { half } = require('../src/half.js');\ntest('halves', () => {\n  assert.equal(half(4), 2);\n});\ntest('halves 2', () => {\n  assert.equal(half(2), 1);\n});\ntest('keeps 0', () => {\n  assert.equal(half(0), 0);\n});\ntest('is never negative', () => {\n  assert.equal(half(-2), 0);\n});\n",
    }
    const hiddenFiles = { 'test/b.test.js': common['test/a.test.js'] }

    const made = await generateFor(
      { name: 'half', files: common, hiddenFiles },
      { seed: 1, limit: 3, timeoutMs },
    )

    expect(made.length).toBeGreaterThan(0)
    expect(made[0]?.edits[0]?.file).toBe('src/half.js')
  }, 60_000)
})

describe('missingFeatures', () => {
  test('takes out what the documents tell of, and quotes them', () => {
    const mutants = missingFeatures([parseSource('src/tally.js', source)], files['README.md'])

    expect(mutants.map(({ feature }) => feature)).toEqual([
      { name: 'add', docs: ['Adds a number and gives how many there are.'] },
      { name: 'mean', docs: ['The mean, or 0 of nothing.'] },
      {
        name: 'atLeast',
        docs: [
          'The numbers from a limit on, ascending.',
          '`atLeast(numbers, limit)`: the numbers from `limit` (1) on.',
        ],
      },
    ])
    const [add, mean, atLeast] = mutants.map(({ texts }) => texts['src/tally.js'] ?? '')
    expect(add).toContain("  add(number) {\n    throw new Error('add is not implemented');\n  }\n")
    expect(add).not.toContain('Adds a number')
    expect(mean).not.toContain('mean')
    expect(atLeast).toContain(
      "export function atLeast(numbers, limit = 1) {\n  throw new Error('atLeast is not implemented');\n}",
    )
  })
})
