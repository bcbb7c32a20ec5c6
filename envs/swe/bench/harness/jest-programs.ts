/** Runs jest, in the process without judged code: `jest` is the repository's, its command line is ours. */
export const JEST_MAIN = String.raw`'use strict'
const { createRequire } = require('node:module')
const { existsSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { changed, mark, snapshotsOf } = require('./marks.cjs')
const { openReport, recordOf, settle, watchForks } = require('./parent.cjs')

const [report, ...args] = process.argv.slice(2)
const root = process.cwd()
const write = openReport(report)
delete process.env.JEST_JASMINE

function load() {
  const fromRoot = createRequire(join(root, 'package.json'))
  const fromJest = createRequire(fromRoot.resolve('jest'))
  const cli = fromJest('jest-cli')
  const fromCli = createRequire(fromJest.resolve('jest-cli'))
  const circus = createRequire(fromCli.resolve('jest-config')).resolve('jest-circus/runner')
  // Versions before 29 have no option that forces workers.
  const core = dirname(createRequire(fromJest.resolve('jest-cli')).resolve('@jest/core/package.json'))
  const helper = join(core, 'build', 'testSchedulerHelper.js')
  if (existsSync(helper)) require(helper).shouldRunInBand = () => false
  const major = Number(fromJest('jest-cli/package.json').version.split('.')[0])
  if (major < 27) throw new Error('jest ' + major + ' has no jest-circus to guard')
  const limit = major < 29 ? [] : ['--workerIdleMemoryLimit=90%']
  return { cli, circus, limit }
}

async function main() {
  let jest
  try {
    jest = load()
  } catch (error) {
    write({ started: false, problem: 'jest cannot be loaded: ' + error.message.split('\n')[0] })
    process.exit(1)
  }
  const marks = mark(root, __dirname)
  const session = watchForks(require.resolve('./child.cjs'), {
    root,
    circus: jest.circus,
    snapshots: snapshotsOf(marks),
  })
  const ours = [
    '--ci',
    '--colors=false',
    '--no-cache',
    '--coverage=false',
    ...jest.limit,
    '--reporters=' + require.resolve('./silent-reporter.cjs'),
    '--testRunner=' + require.resolve('./jest-runner.cjs'),
  ]
  const { exit } = process
  process.exit = () => {}
  await jest.cli.run([...ours, ...args])
  await settle(session)
  write(recordOf(session, changed(marks, root)))
  exit.call(process, 0)
}
main()
`

export const SILENT_REPORTER = `'use strict'
module.exports = class {
  getLastError() {}
}
`

/**
 * The test runner that jest's workers load in place of jest-circus, which it runs. It stands outside of the context that
 * tests and judged code run in, hears jest-circus's events first-hand, and closes there what forces passes.
 */
export const JEST_RUNNER = String.raw`'use strict'
const { readFileSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')
const guard = require('./child.cjs').take()
const { defineProperty, ownKeys } = Reflect
const { apply } = Reflect
const freeze = Object.freeze
const circus = require(guard.settings.circus)
const run = circus.default || circus

const GLOBALS = ['test', 'it', 'xtest', 'xit', 'fit', 'describe', 'xdescribe', 'fdescribe', 'expect']
const HOOKS = ['beforeAll', 'beforeEach', 'afterAll', 'afterEach']
const MATCHERS = Symbol.for('$$jest-matchers-object')
const HANDLERS = Symbol.for('EVENT_HANDLERS')
const INTERNAL = /^(?:expect|jest-(?:circus|runner|runtime|snapshot|jasmine2|mock|worker)|@jest\/.*)(?:\/|$)/
const TESTS = /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|e2e|node_modules)\/|[-_.](?:test|spec|setup|config)\.[cm]?[jt]sx?$/i

module.exports = async (globalConfig, config, environment, runtime, testPath, ...rest) => {
  const file = new TestFile(config, environment, runtime, testPath)
  guard.tell('start', testPath)
  try {
    const result = await apply(run, undefined, [globalConfig, config, environment, runtime, testPath, ...rest])
    await file.end(result)
    return result
  } catch (error) {
    guard.tell('broken', testPath)
    throw error
  }
}

class TestFile {
  #config
  #environment
  #global
  #runtime
  #path
  #text
  #entries = []
  #builtin = []
  #expect
  #unwatched = () => {}
  #isClosed = false

  constructor(config, environment, runtime, path) {
    this.#config = config
    this.#environment = environment
    this.#global = environment.global
    this.#runtime = runtime
    this.#path = path
    this.#text = readFileSync(path, 'utf8')
    this.#compareSnapshot()
    const own = environment.handleTestEvent
    environment.handleTestEvent = (event, state) => {
      this.#hear(event, state)
      return own ? apply(own, environment, [event, state]) : undefined
    }
    for (const name of ['requireModule', 'unstable_importModule']) this.#closeBefore(runtime, name)
    this.#noteInternals(runtime)
  }

  #compareSnapshot() {
    const path = join(dirname(this.#path), '__snapshots__', basename(this.#path) + '.snap')
    const before = guard.settings.snapshots[path] || 'gone'
    if (guard.fingerprint(path) !== before) guard.fault(basename(path) + ' was changed while the tests ran')
  }

  /** Setup files may change what they like; the test's own module is what loads judged code. */
  #closeBefore(runtime, name) {
    const load = runtime[name]
    if (typeof load !== 'function') return
    runtime[name] = (from, ...rest) => {
      if (from === this.#path && rest.length === 0) this.#close()
      return apply(load, runtime, [from, ...rest])
    }
  }

  #noteInternals(runtime) {
    const load = runtime.requireModuleOrMock
    if (typeof load !== 'function') return
    runtime.requireModuleOrMock = (from, name) => {
      const isOfRunner = typeof name === 'string' && INTERNAL.test(name)
      if (isOfRunner && !TESTS.test(from)) guard.note(basename(from) + ' loads ' + name + ' of the test runner')
      return apply(load, runtime, [from, name])
    }
  }

  #hear(event, state) {
    const kind = event.name
    if (kind === 'setup') {
      this.#expect = event.runtimeGlobals && event.runtimeGlobals.expect
      this.#builtin = ownKeys((this.#global[MATCHERS] || {}).matchers || {})
      return
    }
    if (kind === 'add_hook' && this.#entries.length === 0) return this.#hideHandlers()
    if (kind === 'add_test') return this.#add(event, state)
    if (kind === 'run_start') return this.#lockModes()
    if (event.test === undefined || event.test === null) return
    const entry = this.#entryOf(event.test)
    if (entry === undefined) {
      if (kind === 'test_start') guard.fault('a test ran that no test file defines')
      return
    }
    if (kind === 'test_retry') entry.status = 'none'
    else if (kind === 'test_fn_success' && entry.status === 'none') entry.status = 'ran'
    else if (kind === 'test_fn_failure' || kind === 'hook_failure') entry.status = 'failed'
    else if (kind === 'test_skip' || kind === 'test_todo') entry.status = 'skipped'
    else if (kind === 'test_done') this.#done(entry, event.test)
  }

  #entryOf(test) {
    for (let at = 0; at < this.#entries.length; at++) {
      if (this.#entries[at].test === test) return this.#entries[at]
    }
    return undefined
  }

  #add({ concurrent }, state) {
    const { children } = state.currentDescribeBlock
    const test = children[children.length - 1]
    if (!test || test.type !== 'test') return
    const titles = [test.name]
    for (let block = test.parent; block && block.parent; block = block.parent) titles[titles.length] = block.name
    this.#entries[this.#entries.length] = { test, titles, status: 'none' }
    guard.lock(test, 'name', 'the name of a test')
    guard.lock(test, 'parent', 'the suite of a test')
    // Before jest 30 those of concurrent tests are replaced by jest-circus.
    if (!concurrent) guard.lock(test, 'fn', 'the function of a test')
  }

  #lockModes() {
    for (let at = 0; at < this.#entries.length; at++) guard.lock(this.#entries[at].test, 'mode', 'the mode of a test')
  }

  #done(entry, test) {
    if (test.errors.length > 0) entry.status = 'failed'
    this.#unwatched()
    this.#checkOne()
  }

  /** Who has the list of handlers could report results through it, or keep them from being reported. */
  #hideHandlers() {
    const handlers = this.#global[HANDLERS]
    if (!handlers || this.#isClosed) return
    const all = []
    for (let at = 0; at < handlers.length; at++) all[at] = handlers[at]
    const value = function* () {
      for (let at = 0; at < all.length; at++) yield all[at]
    }
    try {
      defineProperty(handlers, Symbol.iterator, { value })
      freeze(handlers)
      delete this.#global[HANDLERS]
    } catch {}
  }

  #closeGlobals() {
    // The context of jest 30 is a proxy that wraps setters, which a property that is final does not survive.
    const proxy = this.#environment._globalProxy
    if (proxy) proxy.defineProperty = defineProperty
    for (const name of [...GLOBALS, ...HOOKS]) {
      const isReplacedByTest = new RegExp('(?:global|globalThis|window)\\.' + name + '\\s*=').test(this.#text)
      if (!isReplacedByTest) guard.lock(this.#global, name, 'the global ' + name, true)
    }
    if (proxy) delete proxy.defineProperty
  }

  #close() {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#closeGlobals()
    const global = this.#global
    const registry = global[MATCHERS] || {}
    guard.lock(registry, 'matchers', 'the matchers of expect')
    for (const name of this.#builtin) guard.lock(registry.matchers, name, 'the matcher ' + String(name))
    if (this.#expect) {
      guard.lock(this.#expect, 'extend', 'expect.extend')
      guard.lock(this.#expect, 'setState', 'expect.setState')
    }
    guard.lock(global.Object, 'is', 'Object.is')
    for (const name of ['then', 'catch', 'finally']) guard.lock(global.Promise.prototype, name, 'Promise.' + name)
    this.#unwatched = guard.watch(global)
  }

  #subjects() {
    const { expect } = this.#global
    const assert = this.#loaded('assert')
    return [
      [guard.checks.expect, this.#expect],
      [guard.checks.expect, expect],
      [guard.checks.assert, assert],
      [guard.checks.chai, this.#config.automock || !/\bchai\b/.test(this.#text) ? undefined : this.#loaded('chai')],
    ]
  }

  #loaded(name) {
    try {
      return this.#runtime.requireModuleOrMock(this.#path, name)
    } catch {
      return undefined
    }
  }

  #checkOne() {
    const checks = guard.checks.expect
    const at = this.#entries.length % checks.length
    this.#must([[[checks[at]], this.#expect]])
  }

  #must(subjects) {
    const before = this.#expect && this.#expect.getState && { ...this.#expect.getState() }
    for (let at = 0; at < subjects.length; at++) {
      const passed = subjects[at][1] && guard.passing(subjects[at][0], subjects[at][1])
      if (passed) guard.fault('assertions were changed, one that must fail passed: ' + passed)
    }
    if (!before) return
    const { assertionCalls, numPassingAsserts, suppressedErrors } = before
    this.#expect.setState({ assertionCalls, numPassingAsserts, suppressedErrors })
  }

  async end(result) {
    this.#unwatched()
    this.#must(this.#subjects())
    for (let at = 0; at < this.#entries.length; at++) {
      const { status, titles } = this.#entries[at]
      const names = []
      for (let last = titles.length - 1; last >= 0; last--) names[names.length] = titles[last]
      guard.tell('test', this.#path, status === 'ran' ? 'passed' : status === 'skipped' ? status : 'failed', ...names)
    }
    const results = result.testResults
    for (let at = 0; at < results.length; at++) {
      const { ancestorTitles, status, title } = results[at]
      if (status !== 'passed') {
        guard.tell('test', this.#path, status === 'failed' ? status : 'skipped', ...ancestorTitles, title)
      }
    }
    guard.tell('end', this.#path)
  }
}
`
