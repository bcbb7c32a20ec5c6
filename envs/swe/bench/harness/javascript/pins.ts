/**
 * What is closed to changes once the runner is loaded: assertions, and ways to look into this process. Assignments to
 * them have no effect and are noted. The module loader is closed to the judged sources alone: mocks and compilers change it,
 * too. What else real projects change stays open; tests that must fail tell when that was misused.
 */
export const PINS = String.raw`
const { exec } = RegExp.prototype
const { getOwnPropertyNames } = Object
/** A property that cannot be removed or defined anew, and may be set where the last argument says so. */
const guardProperty = (object, name, label, allows) => {
  const own = getOwnPropertyDescriptor(object, name)
  if (!own || typeof own.value !== 'function' || !own.configurable) return
  let { value } = own
  const get = () => value
  // For code that looks for intrinsics, and would take this for one.
  get.originalValue = value
  defineProperty(object, name, {
    get,
    set(next) {
      if (this !== object) {
        defineProperty(this, name, { value: next, writable: true, enumerable: true, configurable: true })
      } else if (next !== value) {
        const file = callingFile((frame) => !isSource(frame)) || callingFile()
        if (allows(file)) value = next
        else noteOnce(label, shown(file) + ' replaced ' + label + '.' + text(name) + ', without effect')
      }
    },
    enumerable: own.enumerable,
    configurable: false,
  })
}
const never = () => false
/** Closes functions: those named, or all that an object has itself. */
const pin = (object, label, names) => {
  if (object === null || (typeof object !== 'object' && typeof object !== 'function')) return
  for (const name of names || ownKeys(object)) {
    if (name !== 'constructor' && name !== 'prototype') guardProperty(object, name, label, never)
  }
}
const define = (object, name, value) => {
  const own = getOwnPropertyDescriptor(object, name)
  try {
    defineProperty(object, name, { value, writable: false, enumerable: own ? own.enumerable : false, configurable: false })
  } catch (_) {}
}
const noted = { __proto__: null }
const noteOnce = (label, sentence) => {
  if (noted[label] === undefined) note(sentence)
  noted[label] = true
}

const ErrorType = Error
const { captureStackTrace } = ErrorType
/** The file whose code called into this module, or nothing where the stack was made to say none. */
const callingFile = (isPassedOver) => {
  const holder = {}
  const { prepareStackTrace, stackTraceLimit } = ErrorType
  try {
    ErrorType.prepareStackTrace = undefined
    ErrorType.stackTraceLimit = 50
    captureStackTrace(holder)
    return fileIn(text(holder.stack), isPassedOver)
  } catch (_) {
    return undefined
  } finally {
    try {
      ErrorType.prepareStackTrace = prepareStackTrace
      ErrorType.stackTraceLimit = stackTraceLimit
    } catch (_) {}
  }
}
const fileIn = (stack, isPassedOver) => {
  const frame = /(?:\(|at |file:\/\/)(\/[^():\n]+):\d+:\d+/g
  for (let found = apply(exec, frame, [stack]); found; found = apply(exec, frame, [stack])) {
    if (found[1] !== __filename && !(isPassedOver && isPassedOver(found[1]))) return found[1]
  }
  return undefined
}
const startsWith = uncurry(String.prototype.startsWith)
const slice = uncurry(String.prototype.slice)
const shown = (file) => {
  if (file === undefined) return 'code without a name'
  return startsWith(file, settings.root + '/') ? slice(file, settings.root.length + 1) : file
}
const TEST = /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|e2e)\/|(?:^|\/)(?:tests?|.*[-_.](?:test|spec)|tests?[-_.].*)\.[cm]?[jt]sx?$/i
const isTestFile = (file) => {
  const { testFiles } = settings
  for (let at = 0; testFiles && at < testFiles.length; at++) {
    if (file === settings.root + '/' + testFiles[at]) return true
  }
  return false
}
const isSource = (file) => {
  if (file === undefined) return true
  if (!startsWith(file, settings.root + '/')) return false
  if (isTestFile(file)) return false
  const path = shown(file)
  return !apply(exec, /(?:^|\/)node_modules\//, [path]) && !apply(exec, TEST, [path])
}

const refuse = () => {
  noteOnce('inspection', shown(callingFile()) + ' tried to look into the process of the runner')
  throw new Error('not while tests are graded')
}
const refused = (object, names) => {
  for (const name of names) if (object && typeof object[name] === 'function') define(object, name, refuse)
}
const use = (name, work) => { try { work(require(name)) } catch (_) {} }
const pinInspector = () => use('inspector', (inspector) => {
  refused(inspector.Session.prototype, ['connect', 'connectToMainThread', 'post'])
  refused(inspector, ['open'])
})
/** A thread has an inspector of its own, which can look into this one: this module comes first there, too. */
const source = readFileSync(__filename, 'utf8')
const pinWorkers = (threads) => {
  const guarded = new Proxy(threads.Worker, {
    construct(target, args, newTarget) {
      const options = args[1] || {}
      const execArgv = [...(options.execArgv || []), '--require', __filename]
      writeFileSync(__filename, source)
      return construct(target, [args[0], { ...options, execArgv }], newTarget)
    },
  })
  define(threads.Worker.prototype, 'constructor', guarded)
  define(threads, 'Worker', guarded)
}
use('worker_threads', ({ isMainThread }) => { if (!isMainThread) pinInspector() })

const assert = require('assert')
const pinAll = () => {
  pin(assert, 'assert')
  if (assert.strict !== assert) pin(assert.strict, 'assert')
  use('node:test', (test) => {
    pin(test, 'node:test')
    for (const name of ['test', 'it', 'describe', 'suite', 'mock']) if (test[name] && test[name] !== test) pin(test[name], 'node:test')
  })
  pinInspector()
  use('v8', (v8) => refused(v8, ['getHeapSnapshot', 'writeHeapSnapshot']))
  use('worker_threads', pinWorkers)
  refused(process, ['_debugProcess', '_linkedBinding'])
  // Its signal makes Node listen for a debugger, unless somebody else listens for the signal.
  process.on('SIGUSR1', () => {})
  const allows = (file) => !isSource(file)
  for (const object of [Module, Module.prototype, Module._extensions]) {
    for (const name of ['_load', '_resolveFilename', 'require', 'load', '_compile', ...getOwnPropertyNames(Module._extensions)]) {
      guardProperty(object, name, 'the module loader', allows)
    }
  }
  if (Module.syncBuiltinESMExports) Module.syncBuiltinESMExports()
}
`
