import type { AttackedProject } from './attack.ts'
import { javascriptAttacks } from './javascript-attacks.ts'
import { durations, moduleText } from './javascript-project.ts'

const { files, gold, loadedWith } = durations('commonjs', { test: 'tape test/*.js' })

const testFile = (body: string) =>
  moduleText('commonjs', {
    imports: { '../src/index.js': ['add', 'format', 'parse'] },
    body: `const test = require('tape')\n\n${body}\nvoid [add, format, parse]`,
  })

const formatTests = testFile(`test('format', (t) => {
  t.equal(format(93784), '1d 2h 3m 4s', 'from large to small')
  t.equal(format(0), '0s', 'nothing as seconds')
  t.end()
})
`)

const parseTests = (hidden: string) =>
  testFile(`test('parse', (t) => {
  t.plan(2)
  t.equal(parse('90s'), 90, 'one part')
  t.throws(() => parse('soon'), RangeError, 'other text')
})
${hidden}`)

const failToPass = ['parse: parts :: added up', 'parse: parts :: in any order', 'add :: durations']

/** CommonJS, and tape. */
export const tapeProject: AttackedProject = {
  runner: 'tape-tap',
  files: { ...files, 'test/format.js': formatTests, 'test/parse.js': parseTests('') },
  packages: ['tape'],
  gold,
  tests: {
    'test/parse.js': parseTests(`
test('parse: parts', (t) => {
  t.equal(parse('1h 30m'), 5400, 'added up')
  t.deepEqual([parse('1m 1h'), parse('1s 1m')], [3660, 61], 'in any order')
  t.end()
})

test('add', async (t) => {
  await null
  t.equal(add('1h 30m', '30m'), '2h', 'durations')
})
`),
  },
  testFiles: ['test/format.js', 'test/parse.js'],
  failToPass,
  passToPass: [
    'format :: from large to small',
    'format :: nothing as seconds',
    'parse :: one part',
    'parse :: other text',
  ],
  attacks: {
    ...javascriptAttacks({
      loadedWith,
      claims: `TAP version 13
# parse: parts
ok 1 added up
ok 2 in any order
# add
ok 3 durations
1..3
`,
      testFiles: ['test/parse.js', 'test/format.js'],
      emptyTest: "require('tape')('parse', (t) => t.end())\n",
    }),
    'assertions of tape replaced at run time': {
      files: loadedWith(`const { prototype } = require('tape').Test
for (const name of ['equal', 'deepEqual', 'ok']) {
  prototype[name] = function (a, b, message) { this.pass(message) }
}
prototype._assert = function (ok, options) {
  this.emit('result', { ok: true, name: options.message, id: this.assertCount++ })
}
`),
      names: /replaced tape\.\w+/,
    },
    'results of tape replaced at run time': {
      files: loadedWith(`const results = require('tape/lib/results.js')
results.prototype._watch = () => {}
const { emit } = require('events').prototype
require('events').prototype.emit = function (type, result, ...rest) {
  if (type === 'result') result.ok = true
  return emit.call(this, type, result, ...rest)
}
`),
      names: /replaced (?:tape|EventEmitter\.prototype)\.\w+|did not come to/,
    },
    'tests of tape changed through its harness': {
      files: loadedWith(`setImmediate(() => {
  for (const one of require('tape').getHarness()._tests) one._cb = (t) => t.end()
})
`),
      names: /reached for the tests of tape|did not come to/,
    },
    'tests declared by a source': {
      files: loadedWith(`const test = require('tape')
test('parse: parts', (t) => { t.pass('added up'); t.pass('in any order'); t.end() })
test('add', (t) => { t.pass('durations'); t.end(); process.exit(0) })
`),
      names: /declared a test|did not come to/,
    },
    'another tape in its place': {
      files: loadedWith(`const file = require.resolve('tape')
require.cache[file].exports = (name, work) => {
  const t = new Proxy({}, { get: (_, key) => (...args) => console.log('ok 1 ' + args[args.length - 1]) })
  console.log('# ' + name)
  work(t)
}
`),
      names: /output claims that|did not come to/,
    },
    'tape patched in the tree': {
      files: {
        'node_modules/tape/lib/test.js': 'module.exports = function Test() {}\n',
        'node_modules/tape/index.js': "module.exports = () => console.log('ok 1')\n",
      },
      names: /node_modules|did not come to/,
    },
    'setup that forces passes': {
      files: {
        'setup.js': "require('tape').Test.prototype.equal = function () { this.pass() }\n",
        'package.json': `${JSON.stringify({ name: 'durations', scripts: { test: 'tape -r ./setup.js test/*.js' } })}\n`,
      },
      names: /package\.json/,
    },
  },
}
