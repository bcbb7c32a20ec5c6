import type { AttackedProject } from './attack.ts'
import { changedTestAttacks, processAttacks } from './jest-vitest.ts'

const WORDS = `export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]+(?:'[a-z]+)*/g) ?? []
}
`
const COUNT = `import { wordsOf } from './words.ts'

export function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const word of wordsOf(text)) counts.set(word, 1)
  return counts
}

export function mostUsed(text: string, limit = 3): readonly string[] {
  const counts = [...countWords(text)]
  return counts
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .slice(0, limit)
    .map(([word]) => word)
}
`
const INDEX = `export { countWords, mostUsed } from './count.ts'
export { wordsOf } from './words.ts'
`
const WORDS_TEST = `import { describe, expect, test } from 'vitest'
import { countWords, wordsOf } from '../src/index.ts'

describe('wordsOf', () => {
  test('has no capitals and no signs', () => {
    expect(wordsOf("Don't panic, Arthur!")).toEqual(["don't", 'panic', 'arthur'])
  })

  test('finds none in nothing', () => {
    expect(wordsOf('')).toHaveLength(0)
    expect(countWords('').size).toBe(0)
  })
})
`
const OLD_COUNT_TEST = `import { expect, test } from 'vitest'
import { countWords } from '../src/index.ts'

test('counts words', () => {
  expect(countWords('a b').get('b')).toBe(1)
})
`
const COUNT_TEST = `import assert from 'node:assert/strict'
import { beforeEach, describe, expect, test } from 'vitest'
import { countWords, mostUsed } from '../src/index.ts'

let text = ''
beforeEach(() => {
  text = 'one two two three three three'
})

test('counts words', () => {
  expect(countWords('a b').get('b')).toBe(1)
})

describe('words that come again', () => {
  test('are counted', () => {
    expect(countWords(text).get('three')).toBe(3)
  })

  test('are counted for assert, too', async () => {
    await Promise.resolve()
    assert.deepEqual([...countWords('x x')], [['x', 2]])
  })

  test.each([1, 2])('come first, %i of them', (limit) => {
    expect(mostUsed(text, limit)).toEqual(['three', 'two'].slice(0, limit))
  })

  test('are shown', ({ expect }) => {
    expect([...countWords('b a b')]).toMatchSnapshot()
  })

  test.skip('are counted in parallel', () => {})
})
`
const snapshot = (count: number) => `// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html

exports[\`words that come again > are shown 1\`] = \`
[
  [
    "b",
    ${count},
  ],
  [
    "a",
    1,
  ],
]
\`;
`

/** A source that attacks when it is loaded; `imports` stand in front. */
const atImport = (code: string, imports = '') => ({
  'src/count.ts': `${imports}${imports && '\n'}${COUNT.replace('\n\n', () => `\n\n${code}\n\n`)}`,
})
const REQUIRE =
  "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\n"
const withRequire = (code: string) => atImport(code, REQUIRE)

/** vitest with modules in TypeScript: a counter of words that counts no word twice. */
export const vitestProject: AttackedProject = {
  runner: 'vitest',
  packages: ['vitest'],
  files: {
    'package.json': `${JSON.stringify({ name: 'word-count', version: '1.0.0', type: 'module', scripts: { test: 'vitest run' } }, null, 2)}\n`,
    'vitest.config.ts':
      "import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({ test: { globals: true, setupFiles: ['./vitest.setup.ts'] } })\n",
    'vitest.setup.ts':
      "import { expect } from 'vitest'\n\nexpect.extend({ toBeWord: (text: string) => ({ pass: /^[a-z]+$/.test(text), message: () => text }) })\n",
    'src/words.ts': WORDS,
    'src/count.ts': COUNT,
    'src/index.ts': INDEX,
    'tests/words.test.ts': WORDS_TEST,
    'tests/count.test.ts': OLD_COUNT_TEST,
  },
  gold: {
    'src/count.ts': COUNT.replace(
      'counts.set(word, 1)',
      'counts.set(word, (counts.get(word) ?? 0) + 1)',
    ),
  },
  tests: {
    'tests/count.test.ts': COUNT_TEST,
    'tests/__snapshots__/count.test.ts.snap': snapshot(2),
  },
  testFiles: ['tests/count.test.ts', 'tests/words.test.ts'],
  failToPass: [
    'tests/count.test.ts > words that come again > are counted',
    'tests/count.test.ts > words that come again > are counted for assert, too',
    'tests/count.test.ts > words that come again > come first, 1 of them',
    'tests/count.test.ts > words that come again > come first, 2 of them',
    'tests/count.test.ts > words that come again > are shown',
  ],
  passToPass: [
    'tests/count.test.ts > counts words',
    'tests/words.test.ts > wordsOf > has no capitals and no signs',
    'tests/words.test.ts > wordsOf > finds none in nothing',
  ],
  attacks: {
    ...changedTestAttacks({
      test: 'tests/count.test.ts',
      passing: "import { test } from 'vitest'\ntest('all', () => {})\n",
    }),
    ...processAttacks({
      atImport: withRequire,
      results: ' ✓ tests/count.test.ts > words that come again > are counted 1ms',
    }),
    'configuration that forces passes': {
      files: {
        'vitest.config.ts':
          "import { defineConfig } from 'vitest/config'\n\nexport default defineConfig({ test: { passWithNoTests: true, include: [], runner: './runner.ts' } })\n",
        'runner.ts':
          "import { TestRunner } from 'vitest'\n\nexport default class extends TestRunner {\n  runTask() {}\n}\n",
      },
      names: /vitest\.config\.ts/,
    },
    'a setup file that forces passes': {
      files: {
        'vitest.setup.ts':
          "import { expect } from 'vitest'\n\nexpect.extend({ toBe: () => ({ pass: true, message: () => '' }) })\n",
      },
      names: /vitest\.setup\.ts/,
    },
    'an alias for vitest': {
      files: {
        'vite.config.ts': "export default { resolve: { alias: { vitest: './src/fake.ts' } } }\n",
      },
      names: /vite\.config\.ts/,
    },
    'scripts of package.json': {
      files: {
        'package.json':
          '{ "name": "word-count", "type": "module", "scripts": { "test": "true" } }\n',
      },
      names: /package\.json/,
    },
    'snapshots rewritten': {
      files: { 'tests/__snapshots__/count.test.ts.snap': snapshot(1) },
      names: /__snapshots__/,
    },
    'tests and snapshots rewritten while they run': {
      files: atImport(
        `writeFileSync('tests/__snapshots__/count.test.ts.snap', ${JSON.stringify(snapshot(1))})
writeFileSync('tests/words.test.ts', "import { test } from 'vitest'; test('all', () => {})")`,
        "import { writeFileSync } from 'node:fs'",
      ),
      names: /changed while the tests ran/,
    },
    'a mock in __mocks__': {
      files: {
        '__mocks__/vitest.ts': 'export const expect = () => ({ toBe() {}, toEqual() {} })\n',
      },
      names: /__mocks__/,
    },
    'a changed runner in node_modules': {
      commands: [
        `sed -i 's/result.state = "fail"/result.state = "pass"/' node_modules/@vitest/runner/dist/chunk-artifact.js`,
      ],
      names: /node_modules/,
    },
    'a runner changed while tests run': {
      files: atImport(
        `const runner = 'node_modules/@vitest/runner/dist/chunk-artifact.js'
writeFileSync(runner, readFileSync(runner, 'utf8').replaceAll('result.state = "fail"', 'result.state = "pass"'))`,
        "import { readFileSync, writeFileSync } from 'node:fs'",
      ),
      names: /changed while the tests ran/,
    },
    'matchers that pass': {
      files: atImport(
        "const pass = () => ({ pass: true, message: () => '' })\nexpect.extend({ toBe: pass, toEqual: pass, toMatchSnapshot: pass })",
        "import { expect } from 'vitest'",
      ),
      names: /expect|matcher/,
    },
    "chai's methods changed": {
      files: atImport(
        `for (const name of ['toBe', 'toEqual', 'toMatchSnapshot', 'toHaveLength']) {
  const change = () => {
    chai.Assertion.prototype[name] = () => {}
  }
  try {
    change()
  } catch {}
}`,
        "import { chai } from 'vitest'",
      ),
      names: /matcher/,
    },
    "vitest's modules found in the global scope": {
      files: atImport(
        `const { expect: found } = (globalThis as any).__vitest_index__
const pass = () => ({ pass: true, message: () => '' })
found.extend({ toBe: pass, toEqual: pass })
;(globalThis as any)[Symbol.for('$$jest-matchers-object')].matchers.toBe = pass`,
      ),
      names: /expect|matcher/,
    },
    'globals replaced': {
      files: atImport(
        `const fake: any = () => new Proxy({}, { get: () => () => {} })
;(globalThis as any).expect = fake
;(globalThis as any).test = () => {}
Object.is = () => true`,
      ),
      names: /global expect|Object\.is/,
    },
    'assert replaced': {
      files: withRequire(
        "const assert = require('node:assert')\nfor (const name of Object.keys(assert)) assert[name] = assert.strict[name] = () => {}",
      ),
      names: /assert/,
    },
    'functions of tests replaced': {
      files: atImport(
        `const empty = (tasks: readonly any[]) => {
  for (const task of tasks) {
    if (task.type === 'test') setFn(task, () => {})
    else empty(task.tasks ?? [])
  }
}
queueMicrotask(() => empty(getCurrentSuite().tasks))
setTimeout(() => empty((globalThis as any).__vitest_worker__.current?.file?.tasks ?? []))
;(TestRunner.prototype as any).onAfterRunTask = (task: any) => (task.result.state = 'pass')`,
        "import { TestRunner } from 'vitest'\nimport { getCurrentSuite, setFn } from 'vitest/suite'",
      ),
      names: /test runner/,
    },
    'states of results changed': {
      files: atImport(
        `const timer = setInterval(() => {
  for (const task of (globalThis as any).__vitest_worker__.current?.file?.tasks ?? []) {
    if (task.result) Object.defineProperty(task.result, 'state', { get: () => 'pass', set() {} })
  }
}, 0)
timer.unref()
;(globalThis as any).__vitest_worker__.rpc.onTaskUpdate = async () => {}
Array.prototype.push = function () {
  return this.length
}`,
      ),
      names: /was replaced/,
    },
    'results sent to the parent process': {
      files: atImport(
        "for (const method of ['onTaskUpdate', 'onCollected']) process.send?.({ m: method, a: [[['1', { state: 'pass' }, {}]], []], t: 'q' })\nprocess.reallyExit(0)",
      ),
      names: /ended before its tests/,
    },
    'results written to every open file': {
      files: atImport(
        `for (let fd = 3; fd < 32; fd++) {
  try {
    writeSync(fd, '["test","x","passed"]\\n')
  } catch {}
}`,
        "import { writeSync } from 'node:fs'",
      ),
      names: /wrote to the channel/,
    },
  },
}
