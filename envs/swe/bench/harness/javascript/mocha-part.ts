/** The part of the guard for mocha. */
export const MOCHA = String.raw`
const NAMES = ['before', 'after', 'beforeEach', 'afterEach', 'run', 'context', 'describe', 'xcontext', 'xdescribe',
  'specify', 'it', 'xspecify', 'xit', 'suite', 'setup', 'teardown', 'suiteSetup', 'suiteTeardown', 'test']
const { emit } = EventEmitter.prototype
const { isArray } = Array

const takeOver = (Mocha) => {
  const { Runner, Runnable, Test, Hook, Suite, Context } = Mocha
  const { run, loadFiles, loadFilesAsync } = Mocha.prototype
  const { addTest } = Suite.prototype
  Mocha.prototype.parallelMode = function () { return this }
  Mocha.prototype.loadFiles = function () { prepare(this); return apply(loadFiles, this, arguments) }
  if (loadFilesAsync) {
    Mocha.prototype.loadFilesAsync = function () { prepare(this); return apply(loadFilesAsync, this, arguments) }
  }
  Mocha.prototype.run = function () {
    prepare(this)
    this._reporter = Watcher
    mustFailLater()
    return apply(run, this, arguments)
  }
  Suite.prototype.cleanReferences = () => {}
  Suite.prototype.addTest = function (one) {
    keepBody(one)
    return apply(addTest, this, arguments)
  }
  const { clone } = Test.prototype
  // Made for each retry.
  Test.prototype.clone = function () {
    const one = apply(clone, this, arguments)
    keepBody(one)
    return one
  }
  for (const owner of [Runner, Suite, Runnable]) {
    for (const name of getOwnPropertyNames(EventEmitter.prototype)) {
      const method = EventEmitter.prototype[name]
      if (typeof method === 'function' && name !== 'constructor' && !owner.prototype.hasOwnProperty(name)) {
        defineProperty(owner.prototype, name, { value: method, writable: true, enumerable: false, configurable: true })
      }
    }
  }
  for (const one of [Mocha, Mocha.prototype, Mocha.utils, Runner, Runner.prototype, Runnable, Runnable.prototype, Test.prototype,
    Hook.prototype, Suite, Suite.prototype, Context.prototype]) if (one) keep(one, 'mocha', beforeTests)

  let started = 0
  let failed = 0
  /** Such as must fail, beside the tests. */
  const mustFailLater = () => {
    const bodies = [
      () => { assert.strictEqual(1, 2) },
      async () => { await undefined; assert.strictEqual(1, 2) },
      () => new Promise((_, reject) => { setImmediate(reject, new Error('five')) }),
      (done) => { setImmediate(done, new Error('six')) },
    ]
    for (let at = 0; at < bodies.length; at++) {
      started += 1
      const one = new Test('fails', bodies[at])
      one.run((error) => {
        if (error) failed += 1
        else dishonest()
      })
    }
  }
  let isHonest = true
  const dishonest = () => {
    isHonest = false
    noteOnce('runner', 'the runner was changed: a test that must fail did not')
  }

  function Watcher(runner) {
    define(runner, 'emit', function (type, one, error) {
      if (type === 'pass') {
        if (wasRun(one)) passed(titleOf(one))
        else noteOnce('claims', 'a test that did not run was said to have passed: ' + titleOf(one))
      }
      if (type === 'fail') didNot(titleOf(one))
      if (type === 'pending') skipped(titleOf(one))
      if (type === 'test end') checkSometimes(load)
      if (type === 'end') {
        if (failed < 2) dishonest()
        restoreAll()
        const mayCount = failsAsItMust(load) && isHonest
        print(finished())
        end(mayCount)
      }
      return apply(emit, runner, arguments)
    })
  }
}
const titleOf = (one) => text(one.fullTitle())

/** The body of a test stays what it was declared with, and a test that passed has run it. */
const ran = new WeakSet()
const addRan = uncurry(WeakSet.prototype.add)
const hasRan = uncurry(WeakSet.prototype.has)
const wasRun = (one) => typeof one.fn !== 'function' || hasRan(ran, one)
const keepBody = (one) => {
  const body = one.fn
  if (typeof body !== 'function') return
  const { run } = one
  let current = body
  defineProperty(one, 'fn', {
    get: () => current,
    set(next) { if (typeof next !== 'function') current = next },
    enumerable: true,
    configurable: false,
  })
  define(one, 'run', function () {
    addRan(ran, one)
    return apply(run, one, arguments)
  })
}

const prepared = new WeakSet()
/** Each file is loaded as it was, with the functions of mocha's interface as mocha made them. */
const prepare = (mocha) => {
  if (hasRan(prepared, mocha)) return
  addRan(prepared, mocha)
  for (let at = 0; at < mocha.files.length; at++) remember(mocha.files[at])
  testsAreLoaded = true
  define(mocha.suite, 'emit', function (type, context, file) {
    if (type !== 'pre-require') return apply(emit, mocha.suite, arguments)
    if (typeof file === 'string') restore(path.resolve(file))
    isOpen = true
    try { return apply(emit, mocha.suite, arguments) } finally {
      isOpen = false
      for (let at = 0; at < NAMES.length; at++) guardProperty(context, NAMES[at], 'mocha', () => isOpen)
    }
  })
}
let isOpen = false

const list = { passes: '', failures: '', pending: '' }
let count = 0
const add = (name, title) => { list[name] += (list[name] === '' ? '' : ',') + '{"fullTitle":' + stringify(title) + '}' }
const line = (start, title, last) => {
  let plain = ''
  for (let at = 0; at < title.length; at++) plain += title[at] === '#' ? '' : title[at] === '\n' ? ' ' : title[at]
  count += 1
  print(start + ' ' + count + ' ' + plain + last + '\n')
}
const passed = (title) => settings.tap ? line('ok', title, '') : add('passes', title)
const didNot = (title) => settings.tap ? line('not ok', title, '') : add('failures', title)
const skipped = (title) => settings.tap ? line('ok', title, ' # SKIP -') : add('pending', title)
const finished = () => settings.tap ? '1..' + count + '\n'
  : '{"stats":{},"tests":[],"pending":[' + list.pending + '],"failures":[' + list.failures + '],"passes":[' + list.passes + ']}'

if (isMainThread) whenLoaded((file) => /[/\\]mocha[/\\]lib[/\\]mocha\.c?js$/.test(file), takeOver)
`
