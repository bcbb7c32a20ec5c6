/** Runs vitest, in the process without judged code: `vitest` is the repository's, its command line is ours. */
export const VITEST_MAIN = String.raw`import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
const { changed, mark, snapshotsOf } = require('./marks.cjs')
const { openReport, recordOf, settle, watchForks } = require('./parent.cjs')
const folder = dirname(fileURLToPath(import.meta.url))
const [report, ...args] = process.argv.slice(2)
const root = process.cwd()
const write = openReport(report)

function fail(problem) {
  write({ started: false, problem })
  process.exit(1)
}

async function load() {
  try {
    const fromRoot = createRequire(join(root, 'package.json'))
    const node = await import(pathToFileURL(fromRoot.resolve('vitest/node')))
    const package_ = dirname(fromRoot.resolve('vitest/package.json'))
    return { node, dist: join(package_, 'dist') }
  } catch (error) {
    return fail('vitest cannot be loaded: ' + String(error.message).split('\n')[0])
  }
}

/** Tests of a browser, or with a runner of the repository's own, have no guard. */
function guardProject(project) {
  const { config } = project
  if (config.browser?.enabled) fail('tests in a browser have no guard')
  if (config.runner) fail('a test runner of the repository has no guard')
  config.runner = join(folder, 'vitest-runner.mjs')
  config.pool = 'forks'
  config.poolMatchGlobs = []
  // Modules would be handed over through files that others can write.
  const fetch = project._fetcher
  if (typeof fetch === 'function') {
    project._fetcher = (url, importer, environment, _, ...rest) => fetch(url, importer, environment, false, ...rest)
  }
}

const vitest = await load()
const session = watchForks(join(folder, 'child.cjs'), { root, dist: vitest.dist, snapshots: {} })
const { createVitest, parseCLI } = vitest.node
const { filter, options } = parseCLI
  ? parseCLI(['vitest', 'run', ...args])
  : { filter: args.filter((arg) => !arg.startsWith('-')), options: {} }
const context = await createVitest(
  'test',
  {
    ...options,
    run: true,
    watch: false,
    pool: 'forks',
    reporters: [{}],
    coverage: { ...options.coverage, enabled: false },
    api: false,
  },
  { cacheDir: join(folder, '.cache') },
).catch((error) => fail('vitest cannot be configured: ' + String(error.message).split('\n')[0]))
const projects = context.projects ?? []
for (const project of projects) guardProject(project)
if (projects.length === 0) fail('this version of vitest has no projects to guard')
const marks = mark(root, folder)
const { exit } = process
process.exit = () => {}
try {
  await context.start(filter)
} catch (error) {
  if (error.code !== 'VITEST_FILES_NOT_FOUND') console.error(error)
}
await settle(session)
write(recordOf(session, changed(marks, root)))
exit.call(process, 0)
`

/**
 * The runner that vitest's workers load: vitest's own, which tells the guard what became of each test. It shares its
 * realm with judged code, and so calls nothing of prototypes either.
 */
export const VITEST_RUNNER = String.raw`import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const guard = createRequire(import.meta.url)('./child.cjs').take()
const { apply, ownKeys } = Reflect
const warn = console.warn
console.warn = () => {}
const load = (name) => import(pathToFileURL(join(guard.settings.dist, name)).href)
const vitest = await load('index.js')
const { TestRunner } = vitest
const Base = TestRunner ?? (await load('runners.js')).VitestTestRunner
const getFn = TestRunner?.getTestFn ?? (await load('suite.js')).getFn
console.warn = warn
const { chai, createExpect, expect } = vitest
const assert = createRequire(import.meta.url)('node:assert')

const GLOBALS = ['test', 'it', 'describe', 'suite', 'expect', 'assert', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach']
const MATCHERS = Symbol.for('$$jest-matchers-object')

/** Not what setup files add, once for each test file, nor what the own expect of a test sets once more. */
const isOpen = openMatchers()
function openMatchers() {
  const before = { ...valuesOf(chai.Assertion.prototype), ...valuesOf(chai.assert) }
  if (createExpect) createExpect()
  const after = { ...before, ...valuesOf(chai.Assertion.prototype) }
  return (name) => !(name in before) || before[name] !== after[name]
}
function valuesOf(object) {
  const values = {}
  for (const name of ownKeys(object)) values[name] = Reflect.getOwnPropertyDescriptor(object, name).value
  return values
}

export default class extends Base {
  #entries = []
  #path = ''
  #unwatched = () => {}

  async importFile(path, source) {
    if (source !== 'collect') return await super.importFile(path, source)
    this.#path = path
    this.#entries = []
    guard.tell('start', path)
    this.#close(readFileSync(path, 'utf8'))
    try {
      return await super.importFile(path, source)
    } catch (error) {
      guard.tell('broken', path)
      throw error
    }
  }

  onCollected(files) {
    for (let at = 0; at < files.length; at++) this.#collect(files[at], [])
    return super.onCollected?.(files)
  }

  #collect(suite, titles) {
    const { tasks } = suite
    for (let at = 0; at < tasks.length; at++) {
      const task = tasks[at]
      const names = []
      for (let depth = 0; depth < titles.length; depth++) names[depth] = titles[depth]
      names[titles.length] = task.name
      if (task.type === 'suite') this.#collect(task, names)
      else this.#entries[this.#entries.length] = { task, titles: names, fails: task.fails, fn: getFn(task), ran: 'not' }
    }
  }

  #entryOf(task) {
    for (let at = 0; at < this.#entries.length; at++) {
      if (this.#entries[at].task === task) return this.#entries[at]
    }
    return undefined
  }

  async runTask(task) {
    const entry = this.#entryOf(task)
    if (!entry) {
      guard.fault('a test ran that no test file defines')
      throw new Error('not a test of this file')
    }
    entry.ran = 'threw'
    await entry.fn()
    entry.ran = 'passed'
  }

  onAfterRunTask(task) {
    const entry = this.#entryOf(task)
    if (entry) {
      entry.state = task.result?.state
      this.#unwatched()
      guard.passing([guard.checks.expect[this.#entries.length % guard.checks.expect.length]], expect) && this.#accuse('expect')
    }
    return super.onAfterRunTask?.(task)
  }

  async onAfterRunFiles(files) {
    this.#unwatched()
    this.#must(guard.checks.expect, expect)
    this.#must(guard.checks.expect, globalThis.expect)
    if (createExpect && this.#entries.length > 0) this.#must(guard.checks.expect, createExpect(this.#entries[0].task))
    this.#must(guard.checks.chai, chai)
    this.#must(guard.checks.assert, assert)
    for (let at = 0; at < this.#entries.length; at++) {
      const { titles } = this.#entries[at]
      guard.tell('test', this.#path, statusOf(this.#entries[at]), ...titles)
    }
    if (this.#entries.length > 0) guard.tell('end', this.#path)
    else guard.tell('broken', this.#path)
    return await super.onAfterRunFiles?.(files)
  }

  #must(checks, subject) {
    if (!subject) return
    const passed = guard.passing(checks, subject)
    if (passed) this.#accuse(passed)
  }

  #accuse(passed) {
    guard.fault('assertions were changed, one that must fail passed: ' + passed)
  }

  /** Setup files have run; the test's own module is what loads judged code. */
  #close(text) {
    for (const name of GLOBALS) {
      const isReplacedByTest = new RegExp('(?:global|globalThis|window)\\.' + name + '\\s*=').test(text)
      if (!isReplacedByTest && name in globalThis) guard.lock(globalThis, name, 'the global ' + name, true)
    }
    // Plugins of chai replace its methods; then the checks alone tell.
    if (!/chai|\.extend\(/.test(text)) {
      guard.lock(expect, 'extend', 'expect.extend')
      guard.lockAll(chai.Assertion.prototype, 'the matcher', isOpen)
      guard.lockAll(chai.assert, 'assert of chai', isOpen)
      guard.lockAll(globalThis[MATCHERS]?.matchers ?? {}, 'the matcher', isOpen)
    }
    guard.lockAll(Base.prototype, 'the test runner')
    for (const name of ['then', 'catch', 'finally']) guard.lock(Promise.prototype, name, 'Promise.' + name)
    this.#unwatched = guard.watch(globalThis)
  }
}

function statusOf({ task, ran, state, fails }) {
  const { mode, result } = task
  if (result?.state === 'fail') return 'failed'
  if (mode === 'skip' || mode === 'todo' || result?.state === 'skip') return 'skipped'
  if (ran === (fails ? 'threw' : 'passed') && state === 'pass' && result?.state === 'pass') return 'passed'
  return 'failed'
}
`
