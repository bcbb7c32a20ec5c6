import { AbortController } from 'node:internal/abort'
import { currentId, enter, register } from 'node:internal/context'
import { asNodeError, invalidArgument, locationIn } from 'node:internal/errors'
import { addTimer, removeTimer } from 'node:internal/event-loop'
import {
  append,
  copyFrom,
  inserted,
  NativeDate,
  NativePromise,
  PromiseResolve,
  PromiseThen,
  queueTask,
  ReflectApply,
  RegExpExec,
  shielded,
} from 'node:internal/primordials'
import { FAILURE, TestFailure } from 'node:internal/test-failure'
import { reportDiagnostic, reportPlan, reportResult, reportStart } from 'node:internal/test-report'
import { isPromise } from 'node:internal/types'

const nothing = () => {}
const { now } = NativeDate

/** What the command line asks of every test of the file. */
export const selection = { namePatterns: undefined, isOnly: false }

/** One test, suite or the file's root. The order of events is Node 20's. */
export class TestNode {
  constructor(options, contextOf) {
    const { parent, fn, only, concurrency, timeout, signal, todo } = options
    let { skip } = options
    this.id = register(this)
    this.parent = parent
    this.isRoot = parent === undefined
    this.isSuite = options.isSuite === true
    this.contextOf = contextOf
    this.callSite = options.callSite
    const name = options.name
    this.name = typeof name === 'string' && name !== '' ? name : fn?.name || '<anonymous>'
    this.nesting = this.isRoot || parent.isRoot ? 0 : parent.nesting + 1
    this.root = this.isRoot ? this : parent.root
    this.number = this.isRoot ? 0 : parent.subtests.length + 1
    this.concurrency = concurrencyOf(concurrency, this.isRoot ? 1 : parent.concurrency)
    this.timeout = timeoutOf(timeout, this.isRoot ? undefined : parent.timeout)
    this.only = this.isRoot ? selection.isOnly : (only ?? !parent.runsOnlySubtests)
    this.runsOnlySubtests = this.isRoot ? this.only : !this.only
    this.hooks = {
      before: [],
      after: [],
      beforeEach: this.isRoot ? [] : copyFrom(parent.hooks.beforeEach, 0),
      afterEach: this.isRoot ? [] : copyFrom(parent.hooks.afterEach, 0),
      ownAfterEach: 0,
    }
    if (!this.isRoot && !options.isHook) {
      if (selection.namePatterns !== undefined && !this.matchesNamePatterns()) {
        if (!this.isSuite) skip = 'test name does not match pattern'
      }
      if (selection.isOnly && !this.only) skip = "'only' option not set"
    }
    const runsOnly = this.runsOnlySubtests
    if (this.isSuite) this.runsOnlySubtests = selection.isOnly
    this.fn = skip || typeof fn !== 'function' ? nothing : fn
    this.skipped = skip !== undefined && skip !== false
    this.isTodo = todo !== undefined && todo !== false
    this.message = typeof skip === 'string' ? skip : typeof todo === 'string' ? todo : undefined
    this.expectedAssertions = options.plan
    this.plan = undefined
    this.controller = undefined
    this.isStopped = false
    this.onStop = undefined
    this.outerSignal = signal
    this.onAbort = undefined
    if (signal) {
      this.onAbort = () => this.cancel(this.abortFailure())
      signal.addEventListener('abort', this.onAbort)
    }
    this.subtests = []
    this.pending = []
    this.activeSubtests = 0
    this.ready = []
    this.waitingOn = 1
    this.diagnostics = []
    this.error = undefined
    this.passed = false
    this.cancelled = false
    this.finished = false
    this.isStartReported = false
    this.isBuilt = false
    this.isPastSync = false
    this.startTime = undefined
    this.endTime = undefined
    this.mock = undefined
    if (!selection.isOnly && !this.isRoot && (only || runsOnly)) {
      this.diagnose("'only' and 'runOnly' require the --test-only command-line option.")
    }
  }

  matchesNamePatterns() {
    for (let test = this; test !== undefined && !test.isRoot; test = test.parent) {
      for (let i = 0; i < selection.namePatterns.length; i++) {
        if (RegExpExec(selection.namePatterns[i], test.name) !== null) return true
      }
    }
    return false
  }

  get location() {
    return this.callSite === undefined ? undefined : locationIn(this.callSite)
  }

  /** Made when asked for: few tests look at it. */
  get signal() {
    if (this.controller === undefined) {
      this.controller = new AbortController()
      if (this.isStopped) this.controller.abort()
    }
    return this.controller.signal
  }

  /** Ends the wait for the test's function, and tells its signal. */
  stop() {
    this.isStopped = true
    this.onStop?.()
    this.controller?.abort()
  }

  abortFailure() {
    const reason = this.outerSignal?.reason
    return new TestFailure(reason ?? 'The test was aborted', FAILURE.aborted)
  }

  isAborted() {
    if (!this.isStopped && !this.outerSignal?.aborted) return false
    this.cancel(this.abortFailure())
    return true
  }

  fail(error) {
    if (this.error !== undefined) return
    this.passed = false
    this.error = error
  }

  pass() {
    if (this.error === undefined) this.passed = true
  }

  cancel(error) {
    if (this.endTime !== undefined || this.error !== undefined) return
    const message = 'test did not finish before its parent and was cancelled'
    this.fail(error ?? new TestFailure(message, FAILURE.cancelled))
    this.cancelled = true
    this.stop()
  }

  diagnose(message) {
    append(this.diagnostics, `${message}`)
  }

  addHook(kind, hook) {
    if (kind === 'before' && this.startTime !== undefined) {
      PromiseThen(hook.run(this.context()), () => {
        if (hook.error !== undefined) this.fail(hook.error)
      })
    }
    if (kind === 'afterEach') {
      this.hooks.afterEach = inserted(this.hooks.afterEach, this.hooks.ownAfterEach, hook)
      this.hooks.ownAfterEach++
    } else {
      append(this.hooks[kind], hook)
    }
  }

  context() {
    return this.contextOf(this)
  }

  /** Runs now if the parent has room, else when a test before it has ended. */
  start() {
    if (this.root.mayRun && this.parent.concurrency > this.parent.activeSubtests) return this.run()
    return new NativePromise((resolve) => append(this.parent.pending, { test: this, resolve }))
  }

  async runPending() {
    while (this.pending.length > 0 && this.concurrency > this.activeSubtests) {
      const next = this.pending[0]
      this.pending = copyFrom(this.pending, 1)
      await shielded(next.test.run())
      next.resolve()
    }
  }

  async runHooks(kind, context) {
    const hooks = this.hooks[kind]
    for (let i = 0; i < hooks.length; i++) {
      await shielded(hooks[i].run(context))
      if (hooks[i].error !== undefined) {
        const { cause } = hooks[i].error
        const failure = new TestFailure(cause, FAILURE.hook)
        failure.message = `failed running ${kind} hook`
        throw failure
      }
    }
  }

  async run() {
    return this.isSuite ? shielded(this.runSuite()) : shielded(this.runTest())
  }

  async runTest() {
    if (!this.isRoot) this.parent.activeSubtests++
    this.startTime ??= now()
    if (this.isAborted()) {
      this.postRun()
      return
    }
    const context = this.context()
    if (this.plan === undefined && this.expectedAssertions) context.plan(this.expectedAssertions)
    let ranAfterEach = false
    const afterEach = async () => {
      if (ranAfterEach || this.isRoot || this.skipped) return
      ranAfterEach = true
      await shielded(this.parent.runHooks('afterEach', context))
    }
    try {
      // Without hooks the function runs at once: no turn of the microtask queue comes between.
      if (!this.isRoot && this.parent.hooks.before.length > 0) {
        await shielded(this.parent.runHooks('before', this.parent.context()))
      }
      if (!this.isRoot && this.parent.hooks.beforeEach.length > 0 && !this.skipped) {
        await shielded(this.parent.runHooks('beforeEach', context))
      }
      await shielded(callBody(this, context))
      this.isAborted()
      this.plan?.check()
      this.pass()
      await shielded(afterEach())
      await shielded(this.runHooks('after', context))
    } catch (error) {
      this.failWith(error)
      await quietly(afterEach)
      await quietly(() => this.runHooks('after', context))
    } finally {
      if (!this.isRoot) this.stop()
    }
    if (!this.isRoot) this.postRun()
  }

  failWith(error) {
    if (!(error instanceof TestFailure)) {
      this.fail(new TestFailure(asNodeError(error), FAILURE.code))
    } else if (error.failureType === FAILURE.timeout) {
      this.cancel(error)
    } else {
      this.fail(error)
    }
  }

  /** Collects a suite's tests: its function runs at once, its tests only when the suite does. */
  build() {
    const before = enter(this.id)
    queueTask(() => {
      this.isPastSync = true
    })
    try {
      const result = ReflectApply(this.fn, this.context(), [this.context()])
      if (!isPromise(result)) {
        this.isBuilt = true
        return
      }
      this.building = PromiseThen(
        result,
        () => {
          this.isBuilt = true
        },
        (error) => {
          this.fail(new TestFailure(asNodeError(error), FAILURE.code))
          this.isBuilt = true
        },
      )
    } catch (error) {
      this.fail(new TestFailure(asNodeError(error), FAILURE.code))
      this.isBuilt = true
    } finally {
      enter(before)
    }
  }

  async runSuite() {
    this.parent.activeSubtests++
    if (this.building !== undefined) await shielded(this.building)
    this.startTime = now()
    if (this.isAborted()) {
      this.subtests = []
      this.postRun()
      return
    }
    const context = this.context()
    let ranAfter = false
    const after = async () => {
      if (ranAfter) return
      ranAfter = true
      await shielded(this.runHooks('after', context))
    }
    try {
      if (this.parent.hooks.before.length > 0) {
        await shielded(this.parent.runHooks('before', this.parent.context()))
      }
      await shielded(this.runHooks('before', context))
      const subtests = this.skipped || this.error !== undefined ? [] : this.subtests
      await shielded(unlessStopped(this, () => allOf(subtests, (subtest) => subtest.start())))
      await shielded(after())
      this.pass()
    } catch (error) {
      await quietly(after)
      if (error instanceof TestFailure) this.fail(error)
      else this.fail(new TestFailure(asNodeError(error), FAILURE.code))
    }
    this.postRun()
  }

  postRun(pendingFailure) {
    this.endTime ??= now()
    this.startTime ??= this.endTime
    this.pending = []
    let failed = 0
    for (let i = 0; i < this.subtests.length; i++) {
      const subtest = this.subtests[i]
      if (!subtest.finished) {
        subtest.cancel(pendingFailure)
        subtest.postRun(pendingFailure)
      }
      if (!subtest.passed && !subtest.isTodo) failed++
    }
    if ((this.passed || this.isRoot) && failed > 0) {
      const message = `${failed} subtest${failed > 1 ? 's' : ''} failed`
      this.fail(new TestFailure(message, FAILURE.subtests))
    }
    if (this.onAbort !== undefined) this.outerSignal.removeEventListener('abort', this.onAbort)
    this.mock?.reset()
    if (this.isRoot) {
      for (let i = 0; i < this.diagnostics.length; i++) reportDiagnostic(this, this.diagnostics[i])
      return
    }
    const { parent } = this
    parent.activeSubtests--
    parent.ready[this.number] = this
    parent.reportReady(false)
    parent.runPending()
    const isLast = parent.isRoot && parent.activeSubtests === 0 && parent.pending.length === 0
    if (isLast && parent.waitingOn > parent.subtests.length) parent.run()
  }

  isClearToSend() {
    return this.isRoot || (this.parent.waitingOn === this.number && this.parent.isClearToSend())
  }

  /** Reports the subtests that have ended, in the order they were created. */
  reportReady(canSend) {
    for (let subtest = this.ready[this.waitingOn]; subtest; subtest = this.ready[this.waitingOn]) {
      if (!canSend && !this.isClearToSend()) return
      subtest.finalize()
    }
  }

  finalize() {
    this.reportReady(true)
    if (this.subtests.length > 0) reportPlan(this.subtests[0].nesting, this.subtests.length)
    else this.reportStarted()
    reportResult(this)
    for (let i = 0; i < this.diagnostics.length; i++) reportDiagnostic(this, this.diagnostics[i])
    this.parent.waitingOn++
    this.finished = true
  }

  reportStarted() {
    if (this.isStartReported || this.isRoot) return
    this.isStartReported = true
    this.parent.reportStarted()
    reportStart(this)
  }
}

function concurrencyOf(value, inherited) {
  if (value === undefined || value === null) return inherited
  if (value === true) return Number.POSITIVE_INFINITY
  if (value === false) return 1
  if (typeof value === 'number') return value
  throw invalidArgument('options.concurrency', 'of type boolean or number', value)
}

function timeoutOf(value, inherited) {
  if (value === undefined || value === null || value === Number.POSITIVE_INFINITY) return inherited
  if (typeof value === 'number') return value
  throw invalidArgument('options.timeout', 'of type number', value)
}

/**
 * Settles with what `start` returns, or when the test is aborted (resolves) or out of time (rejects).
 * The time runs before `start` is called: of two timers with one delay, the test's comes first.
 */
async function unlessStopped(test, start) {
  const { timeout } = test
  let timer
  const stopped = new NativePromise((resolve, reject) => {
    test.onStop = () => resolve()
    if (timeout === undefined) return
    const expire = () =>
      reject(new TestFailure(`test timed out after ${timeout}ms`, FAILURE.timeout))
    timer = addTimer(expire, timeout, false, [])
    timer.isRef = false
  })
  try {
    await firstOf(start(), stopped)
  } finally {
    if (timer !== undefined) removeTimer(timer)
    test.onStop = undefined
  }
}

const TURNS_OF_A_RACE = 4

async function callBody(test, context) {
  const before = currentId()
  let isOver = false
  // Queued before the function is called, so it comes before whatever the function waits for.
  queueTask(() => {
    if (!isOver) enter(test.id)
  })
  try {
    if (test.timeout !== undefined) {
      await shielded(unlessStopped(test, () => PromiseResolve(startBody(test, context))))
      return
    }
    const result = startBody(test, context)
    const mayWait = result !== null && (typeof result === 'object' || typeof result === 'function')
    if (mayWait) await shielded(unlessStopped(test, () => PromiseResolve(result)))
    // What racing a settled promise would take.
    else for (let turn = 0; turn < TURNS_OF_A_RACE; turn++) await undefined
  } finally {
    isOver = true
    if (currentId() === test.id) enter(before)
  }
}

/** Calls the test's function; what it returns ends the test. */
function startBody(test, context) {
  const before = enter(test.id)
  try {
    if (test.fn.length !== 2) return ReflectApply(test.fn, context, [context])
    const done = deferredCallback()
    const result = ReflectApply(test.fn, context, [context, done.callback])
    if (!isPromise(result)) return done.promise
    const message = 'passed a callback but also returned a Promise'
    test.fail(new TestFailure(message, FAILURE.callbackAndPromise))
    return result
  } finally {
    enter(before)
  }
}

function deferredCallback() {
  let callback
  const promise = new NativePromise((resolve, reject) => {
    let wasCalled = false
    callback = (error) => {
      if (wasCalled)
        throw new TestFailure('callback invoked multiple times', 'multipleCallbackInvocations')
      wasCalled = true
      if (error) reject(error)
      else resolve()
    }
  })
  return { promise, callback }
}

/** `Promise.race`, taking as many turns as Node's does: tests that race with their parents depend on it. */
function firstOf(promise, other) {
  const race = new NativePromise((resolve, reject) => {
    PromiseThen(copyOf(promise), resolve, reject)
    PromiseThen(copyOf(other), resolve, reject)
  })
  return shielded(copyOf(race))
}

function copyOf(promise) {
  return new NativePromise((resolve, reject) => PromiseThen(promise, resolve, reject))
}

function allOf(items, start) {
  return new NativePromise((resolve, reject) => {
    let left = items.length
    if (left === 0) resolve()
    for (let i = 0; i < items.length; i++) {
      PromiseThen(
        start(items[i]),
        () => {
          if (--left === 0) resolve()
        },
        reject,
      )
    }
  })
}

/** The test has failed already: what its clean-up throws is not reported. */
async function quietly(action) {
  try {
    await shielded(action())
  } catch {
    // See above.
  }
}
