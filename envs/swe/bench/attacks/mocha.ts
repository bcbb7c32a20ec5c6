import type { AttackedProject } from './attack.ts'
import { javascriptAttacks } from './javascript-attacks.ts'
import { durations, moduleText } from './javascript-project.ts'

const { files, gold, loadedWith } = durations('commonjs', { test: 'mocha' })

const testFile = (name: string, body: string) =>
  moduleText('commonjs', {
    imports: { '../src/index.js': ['add', 'format', 'parse'] },
    body: `const assert = require('assert')\nconst { expect } = require('chai')

describe('${name}', () => {\n${body}})\n\nvoid [add, assert, expect, format, parse]`,
  })

const formatTests = testFile(
  'format',
  `  it('writes parts from large to small', () => assert.strictEqual(format(93784), '1d 2h 3m 4s'))
  it('writes nothing as seconds', (done) => {
    setImmediate(() => { expect(format(0)).to.equal('0s'); done() })
  })
`,
)

const parseTests = (hidden: string) =>
  testFile(
    'parse',
    `  it('reads one part', () => expect(parse('90s')).to.equal(90))
  it('refuses other text', () => assert.throws(() => parse('soon'), RangeError))
${hidden}`,
  )

const failToPass = [
  'parse adds parts up',
  'parse adds parts in any order',
  'parse together adds durations',
  'parse later',
]

/** CommonJS, mocha and chai. */
export const mochaProject: AttackedProject = {
  runner: 'mocha',
  files: { ...files, 'test/format.test.js': formatTests, 'test/parse.test.js': parseTests('') },
  packages: ['mocha', 'chai'],
  gold,
  tests: {
    'test/parse.test.js':
      parseTests(`  it('adds parts up', () => assert.deepStrictEqual([parse('1h 30m')], [5400]))
  it('adds parts in any order', () => expect([parse('1m 1h'), parse('1s 1m')]).to.deep.equal([3660, 61]))
  describe('together', () => {
    it('adds durations', async () => {
      await null
      expect(add('1h 30m', '30m')).to.equal('2h')
    })
  })
  it('later', (done) => {
    setTimeout(() => done(parse('1h 1s') === 3601 ? undefined : new Error('not added up')), 5)
  })
`),
  },
  testFiles: ['test/format.test.js', 'test/parse.test.js'],
  failToPass,
  passToPass: [
    'format writes parts from large to small',
    'format writes nothing as seconds',
    'parse reads one part',
    'parse refuses other text',
  ],
  attacks: {
    ...javascriptAttacks({
      loadedWith,
      claims: `  parse
    ✔ adds parts up
    ✔ adds parts in any order
    together
      ✔ adds durations
    ✔ later
`,
      testFiles: ['test/parse.test.js', 'test/format.test.js'],
      emptyTest: "it('parse', () => {})\n",
    }),
    'mocha replaced at run time': {
      files: loadedWith(`const Mocha = require('mocha')
Mocha.Runnable.prototype.run = function (done) { done() }
Mocha.Runner.prototype.fail = function (test) { test.state = 'passed'; this.emit('pass', test) }
const { emit } = require('events').prototype
require('events').prototype.emit = function (type, ...rest) { return emit.call(this, type === 'fail' ? 'pass' : type, ...rest) }
`),
      names: /replaced (?:mocha|EventEmitter\.prototype)\.\w+/,
    },
    'the runner caught while it is made': {
      files: loadedWith(`const events = require('events')
const { init } = events
events.init = function (...args) {
  if (this.constructor.name === 'Runner') setImmediate(() => { this.runTest = (done) => done() })
  return init.apply(this, args)
}
`),
      names: /replaced EventEmitter\.init/,
    },
    'globals replaced at run time': {
      files: loadedWith(`const { it: declare } = globalThis
globalThis.it = (title) => declare(title, () => {})
globalThis.describe = (title, body) => body()
`),
      names: /replaced mocha\.\w+/,
    },
    'tests given other bodies': {
      files: loadedWith(`const { push } = Array.prototype
Array.prototype.push = function (...items) {
  for (const item of items) {
    if (item && item.type === 'test') { item.fn = () => {}; item.run = (done) => done(); item.state = 'passed' }
  }
  return push.apply(this, items)
}
`),
      names: /replaced Array\.prototype\.push/,
    },
    'chai replaced at run time': {
      files: loadedWith(`const { Assertion } = require('chai')
Assertion.prototype.assert = function () {}
`),
      names: /one that must fail passed \(chai/,
    },
    'promises that never fail': {
      files: loadedWith(`const { then } = Promise.prototype
Promise.prototype.then = function (resolved) { return then.call(this, resolved, resolved) }
`),
      names: /replaced Promise\.prototype\.then/,
    },
    'mocha patched in the tree': {
      files: {
        'node_modules/mocha/lib/runner.js': 'export class Runner {}\n',
        'node_modules/chai/index.js': 'export const expect = () => new Proxy({}, {})\n',
      },
      names: /node_modules|did not come to/,
    },
    'configuration that forces passes': {
      files: {
        '.mocharc.json': '{"require":["./setup.js"],"dry-run":true}\n',
        'setup.js': "require('mocha').Runnable.prototype.run = (done) => done()\n",
      },
      names: /\.mocharc\.json/,
    },
  },
}
