import type { AttackedProject } from './attack.ts'
import { javascriptAttacks } from './javascript-attacks.ts'
import { durations, moduleText } from './javascript-project.ts'

const { files, gold, loadedWith } = durations('module', { test: 'node --test' })

const testFile = (name: string, body: string) =>
  moduleText('module', {
    imports: {
      'node:test': ['describe', 'it'],
      'node:assert/strict': ['deepEqual', 'equal', 'rejects', 'throws'],
      '../src/index.js': ['add', 'format', 'parse'],
    },
    body: `describe('${name}', () => {\n${body}})\n\nvoid [add, deepEqual, format, parse, rejects, throws]\n`,
  })

const formatTests = testFile(
  'format',
  `  it('writes parts from large to small', () => equal(format(93784), '1d 2h 3m 4s'))
  it('writes nothing as seconds', async () => equal(format(0), '0s'))
`,
)

const parseTests = (hidden: string) =>
  testFile(
    'parse',
    `  it('reads one part', () => equal(parse('90s'), 90))
  it('refuses other text', () => throws(() => parse('soon'), RangeError))
${hidden}`,
  )

const failToPass = ['parse > adds parts up', 'parse > together > adds durations', 'parse > later']

/** Modules, and node:test. */
export const nodeTestProject: AttackedProject = {
  runner: 'node-tap',
  files: { ...files, 'test/format.test.js': formatTests, 'test/parse.test.js': parseTests('') },
  gold,
  tests: {
    'test/parse.test.js':
      parseTests(`  it('adds parts up', () => deepEqual([parse('1h 30m'), parse('1m 1s')], [5400, 61]))
  describe('together', () => {
    it('adds durations', () => equal(add('1h 30m', '30m'), '2h'))
  })
  it('later', () => rejects(async () => { throw new RangeError(String(parse('1h 1s'))) }, /3601/))
`),
  },
  testFiles: ['test/format.test.js', 'test/parse.test.js'],
  failToPass,
  passToPass: [
    'format > writes parts from large to small',
    'format > writes nothing as seconds',
    'parse > reads one part',
    'parse > refuses other text',
  ],
  attacks: {
    ...javascriptAttacks({
      loadedWith,
      claims: `TAP version 13
ok 1 - parse > adds parts up
    ok 1 - adds parts up
        ok 1 - adds durations
    ok 2 - together
    ok 3 - later
ok 2 - parse
1..2
`,
      testFiles: ['test/parse.test.js', 'test/format.test.js'],
      emptyTest: "import { it } from 'node:test'\nit('parse', () => {})\n",
    }),
    'tests replaced at run time': {
      files: loadedWith(`const runner = require('node:test')
for (const name of ['it', 'test']) runner[name] = (title) => runner.default(title, () => {})
runner.describe = (title) => {}
require('module').syncBuiltinESMExports()
`),
      names: /replaced node:test\.\w+/,
    },
    'tests that are said to be optional': {
      files: loadedWith(`const runner = require('node:test')
Object.assign(runner, { it: runner.it.todo, test: runner.test.todo })
require('module').syncBuiltinESMExports()
`),
      names: /replaced node:test\.\w+/,
    },
    'setup that forces passes': {
      files: {
        'setup.js': "process.on('exit', () => { process.exitCode = 0 })\n",
        'package.json': `${JSON.stringify({ name: 'durations', type: 'module', scripts: { test: 'node --import ./setup.js --test' } })}\n`,
      },
      names: /package\.json/,
    },
  },
}
