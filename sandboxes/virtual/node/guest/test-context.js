import assert, { assertMethods } from 'node:internal/assert'
import { nodeError } from 'node:internal/errors'
import {
  NativeWeakMap,
  ObjectKeys,
  ReflectApply,
  WeakMapGet,
  WeakMapSet,
} from 'node:internal/primordials'
import { createHook, createSubtest } from 'node:internal/test'
import { FAILURE, TestFailure } from 'node:internal/test-failure'
import { MockTracker } from 'node:internal/test-mock'

const contexts = new NativeWeakMap()

function contextFor(test, Context) {
  let context = WeakMapGet(contexts, test)
  if (context === undefined) {
    context = new Context(test)
    WeakMapSet(contexts, test, context)
  }
  return context
}

/** The context a test's function is called with. */
export const testContext = (test) => contextFor(test, TestContext)

/** The context a suite's function is called with. */
export const suiteContext = (test) => contextFor(test, SuiteContext)

function fullName(test) {
  let name = test.name
  for (let at = test.parent; at !== undefined && !at.isRoot; at = at.parent)
    name = `${at.name} > ${name}`
  return name
}

class SuiteContext {
  #suite

  constructor(suite) {
    this.#suite = suite
  }

  get signal() {
    return this.#suite.signal
  }

  get name() {
    return this.#suite.name
  }

  get fullName() {
    return fullName(this.#suite)
  }
}

class TestContext {
  #test
  #assert

  constructor(test) {
    this.#test = test
  }

  get signal() {
    return this.#test.signal
  }

  get name() {
    return this.#test.name
  }

  get fullName() {
    return fullName(this.#test)
  }

  get error() {
    return this.#test.error ?? null
  }

  get passed() {
    return this.#test.passed
  }

  get mock() {
    this.#test.mock ??= new MockTracker()
    return this.#test.mock
  }

  get assert() {
    this.#assert ??= countedAssert(this.#test)
    return this.#assert
  }

  plan(count) {
    const test = this.#test
    if (test.plan !== undefined) {
      throw nodeError('Error', 'ERR_TEST_FAILURE', 'cannot set plan more than once')
    }
    test.plan = {
      count: 0,
      check() {
        if (this.count === count) return
        throw new TestFailure(
          `plan expected ${count} assertions but received ${this.count}`,
          FAILURE.code,
        )
      },
    }
  }

  diagnostic(message) {
    this.#test.diagnose(message)
  }

  runOnly(value) {
    this.#test.runsOnlySubtests = Boolean(value)
  }

  skip(message) {
    this.#test.skipped = true
    this.#test.message = message
  }

  todo(message) {
    this.#test.isTodo = true
    this.#test.message = message
  }

  test(...args) {
    const parent = this.#test
    if (parent.plan !== undefined) parent.plan.count++
    return createSubtest(parent, false, args, {}).start()
  }

  before(fn, options) {
    createHook(this.#test, 'before', fn, options)
  }

  after(fn, options) {
    createHook(this.#test, 'after', fn, options)
  }

  beforeEach(fn, options) {
    createHook(this.#test, 'beforeEach', fn, options)
  }

  afterEach(fn, options) {
    createHook(this.#test, 'afterEach', fn, options)
  }
}

/** The assertions, counted for `t.plan()`. */
function countedAssert(test) {
  const methods = { ...assertMethods, deepEqual: assert.deepEqual, equal: assert.equal }
  methods.notDeepEqual = assert.notDeepEqual
  methods.notEqual = assert.notEqual
  const counted = {}
  for (const name of ObjectKeys(methods)) {
    if (name === 'AssertionError') continue
    counted[name] = (...args) => {
      if (test.plan !== undefined) test.plan.count++
      return ReflectApply(methods[name], undefined, args)
    }
  }
  return counted
}
