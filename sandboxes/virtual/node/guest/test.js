import { currentTest, enter } from 'node:internal/context'
import { asNodeError, callSite, invalidArgument } from 'node:internal/errors'
import { host } from 'node:internal/host'
import {
  append,
  filter,
  NativeRegExp,
  NativeString,
  ObjectDefineProperty,
  ObjectKeys,
  PromiseResolve,
  PromiseThen,
  queueTask,
} from 'node:internal/primordials'
import { suiteContext, testContext } from 'node:internal/test-context'
import { FAILURE, TestFailure } from 'node:internal/test-failure'
import { MockTracker } from 'node:internal/test-mock'
import { selection, TestNode } from 'node:internal/test-node'
import { reportHookFailure } from 'node:internal/test-report'

let root

function fileRoot() {
  if (root !== undefined) return root
  root = new TestNode({ name: '<root>' }, testContext)
  root.startTime = Date.now()
  root.mayRun = false
  root.isScheduled = false
  host.testsPresent()
  return root
}

function optionsOf(name, options, fn) {
  if (typeof name === 'function') return { name: undefined, options: {}, fn: name }
  if (typeof name === 'object' && name !== null)
    return { name: undefined, options: name, fn: options }
  if (typeof options === 'function') return { name, options: {}, fn: options }
  return { name, options: options ?? {}, fn }
}

/** Adds a test or suite to `parent`; one that has ended already hands it to the file's root. */
export function createSubtest(parent, isSuite, args, overrides) {
  const { name, options, fn } = optionsOf(args[0], args[1], args[2])
  const isTooLate = parent.finished || parent.isBuilt
  const test = new TestNode(
    {
      ...options,
      ...overrides,
      name: typeof name === 'string' ? name : options.name,
      fn,
      parent: isTooLate ? fileRoot() : parent,
      isSuite,
      callSite: callSite(),
    },
    isSuite ? suiteContext : testContext,
  )
  if (isTooLate) {
    const message = 'test could not be started because its parent finished'
    test.fail(new TestFailure(message, FAILURE.parentFinished))
  }
  append(test.parent.subtests, test)
  if (isSuite) {
    test.build()
    if (!test.isBuilt) append(asyncSuites, test)
  }
  return test
}

let asyncSuites = []

/**
 * The suite whose asynchronous function is at work. Nothing tells who called once a function has
 * waited, so it is the last suite that is still being built, once the file's synchronous part is over.
 */
function suiteBeingBuilt() {
  asyncSuites = filter(asyncSuites, (suite) => !suite.isBuilt)
  const last = asyncSuites[asyncSuites.length - 1]
  return last?.isPastSync ? last : undefined
}

function add(isSuite, args, overrides) {
  const parent = currentTest() ?? suiteBeingBuilt() ?? fileRoot()
  const test = createSubtest(parent, isSuite, args, overrides)
  if (parent.isSuite) return PromiseResolve()
  schedule()
  return test.start()
}

/** The first test waits until the file's synchronous part has been read. */
function schedule() {
  const file = fileRoot()
  if (file.isScheduled) return
  file.isScheduled = true
  queueTask(() => {
    file.mayRun = true
    file.runPending()
  })
}

function withKeywords(isSuite, name) {
  const functions = {
    [name](...args) {
      return add(isSuite, args, {})
    },
  }
  const create = functions[name]
  for (const keyword of ['skip', 'todo', 'only']) {
    create[keyword] = (...args) => add(isSuite, args, { [keyword]: true })
  }
  return create
}

export const test = withKeywords(false, 'test')
export const it = withKeywords(false, 'it')
export const describe = withKeywords(true, 'describe')
export const suite = withKeywords(true, 'suite')

/** Adds a hook to a test or suite. */
export function createHook(parent, kind, fn, options = {}) {
  if (typeof fn !== 'function') throw invalidArgument('fn', 'of type function', fn)
  parent.addHook(kind, hookOf(parent, kind, fn, options ?? {}))
}

function hookOf(parent, kind, fn, options) {
  const isOnce = kind === 'before' || kind === 'after'
  const site = callSite()
  let done
  const hook = { error: undefined, run }
  function run(context) {
    if (isOnce && done !== undefined) return done
    const body = new TestNode(
      { ...options, fn, name: kind, parent: undefined, isHook: true, callSite: site },
      () => context,
    )
    body.parentTest = parent
    hook.error = undefined
    const ran = PromiseThen(body.runTest(), () => {
      if (body.error === undefined) return
      hook.error = body.error
      if (parent.isRoot && kind === 'after') reportHookFailure(parent, body)
    })
    if (isOnce) done = ran
    return ran
  }
  return hook
}

function hookFunction(kind) {
  return (fn, options) =>
    createHook(currentTest() ?? suiteBeingBuilt() ?? fileRoot(), kind, fn, options)
}

export const before = hookFunction('before')
export const after = hookFunction('after')
export const beforeEach = hookFunction('beforeEach')
export const afterEach = hookFunction('afterEach')
export const mock = new MockTracker()

/** Ends the file's tests: what still waits never will. Called when nothing is left to happen. */
export async function finishTests() {
  if (root === undefined || root.isReported) return
  root.isReported = true
  const { hooks } = root
  const hasHooks = hooks.before.length > 0 || hooks.after.length > 0
  if (root.subtests.length === 0 && hasHooks) await root.run()
  const message = 'Promise resolution is still pending but the event loop has already resolved'
  root.postRun(new TestFailure(message, FAILURE.cancelled))
}

/** Takes an error nobody caught: fails the test it came from. False where the file has no tests. */
export function takeUncaught(error, eventName, test) {
  if (root === undefined || !root.mayRun) return false
  if (test !== undefined && !test.isRoot && !test.finished && test.parent !== undefined) {
    test.fail(new TestFailure(asNodeError(error), eventName))
    test.stop()
    return true
  }
  root.diagnose(strayMessage(error, eventName, test))
  host.strayError()
  return true
}

function strayMessage(error, eventName, test) {
  let shown = 'unknown'
  try {
    shown = NativeString(asNodeError(error))
  } catch {
    // An error without a text stays unknown.
  }
  if (test === undefined || test.isRoot) {
    return `Error: A resource generated asynchronous activity after the test ended. This activity created the error "${shown}" which triggered an ${eventName} event, caught by the test runner.`
  }
  const { location } = test
  const name = test.parentTest === undefined ? `Test "${test.name}"` : `Test hook "${test.name}"`
  const place =
    location === undefined
      ? ''
      : ` at ${host.relative(location.file)}:${location.line}:${location.column}`
  return `Error: ${name}${place} generated asynchronous activity after the test ended. This activity created the error "${shown}" and would have caused the test to fail, but instead triggered an ${eventName} event.`
}

/** Applies the command line's choice of tests. */
export function selectTests(namePatterns, isOnly) {
  selection.isOnly = isOnly
  selection.namePatterns = namePatterns.length === 0 ? undefined : namePatterns.map(patternOf)
}

function patternOf(text) {
  const literal = /^\/(.*)\/([a-z]*)$/.exec(text)
  return literal === null ? new NativeRegExp(text) : new NativeRegExp(literal[1], literal[2])
}

function run() {
  throw new Error('Cannot run test files: run() is not available in the virtual sandbox')
}

const members = { after, afterEach, before, beforeEach, describe, it, mock, run, suite, test }
for (const key of ObjectKeys(members)) {
  const value = members[key]
  ObjectDefineProperty(test, key, { value, enumerable: true, writable: false, configurable: false })
}

export { enter as enterTest, run }
export default test
