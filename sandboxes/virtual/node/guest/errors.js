import { host } from 'node:internal/host'
import {
  ArrayJoin,
  append,
  ErrorToString,
  NativeError,
  NativeSet,
  NativeString,
  NativeWeakMap,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectSetPrototypeOf,
  ReflectConstruct,
  RegExpExec,
  SetAdd,
  SetHas,
  StringIncludes,
  StringIndexOf,
  StringSlice,
  StringStartsWith,
  split,
  WeakMapGet,
  WeakMapSet,
} from 'node:internal/primordials'

const INTERNAL = 'node:internal/'
const FRAME = /^ {4}at (?:(.*) \()?(?:(native)|(.+?):(\d+)(?::(\d+))?)\)?$/
const DEFAULT_STACK_FRAMES = 10
const WRAPPER_LENGTH = '(function (exports, require, module, __filename, __dirname) { '.length

const hidden = (value) => ({
  __proto__: null,
  value,
  writable: true,
  configurable: true,
  enumerable: false,
})

/** The frames of programs, in V8's notation; ours are left out, as are those beyond the limit. */
function tidyFrames(nativeStack, limit = stackTraceLimit()) {
  const lines = split(nativeStack, '\n')
  const frames = []
  for (let i = 0; i < lines.length && frames.length < limit; i++) {
    if (lines[i] === '' || StringIncludes(lines[i], INTERNAL) || isOurNative(lines, i)) continue
    append(frames, tidyFrame(lines[i]))
  }
  return frames
}

/** The interpreter's own functions that we called, or that called us. */
function isOurNative(lines, index) {
  if (!StringIncludes(lines[index], '(native)')) return false
  const before = lines[index - 1]
  const after = lines[index + 1]
  return (
    (before !== undefined && StringIncludes(before, INTERNAL)) ||
    (after !== undefined && (after === '' || StringIncludes(after, INTERNAL)))
  )
}

const wrappedFiles = new NativeSet()

/** Says that a file's first line stands behind the wrapper of a CommonJS module. */
export function markWrapped(file) {
  SetAdd(wrappedFiles, file)
}

/** Where a frame is, or undefined for one without a place. */
function placeOf(match) {
  if (match === null || match[3] === undefined) return undefined
  const file = match[3]
  const line = +match[4]
  const column = +(match[5] ?? 1)
  const isShifted = line === 1 && column > WRAPPER_LENGTH && SetHas(wrappedFiles, file)
  return { file, line, column: isShifted ? column - WRAPPER_LENGTH : column }
}

function tidyFrame(line) {
  const match = RegExpExec(FRAME, line)
  if (match === null) return line
  const name = match[1]
  const at = placeOf(match)
  const place = at === undefined ? '<anonymous>' : `${at.file}:${at.line}:${at.column}`
  const isNamed = name !== undefined && name !== '<anonymous>' && name !== '<eval>'
  return isNamed ? `    at ${name} (${place})` : `    at ${place}`
}

function stackTraceLimit() {
  const descriptor = ObjectGetOwnPropertyDescriptor(TrackedError, 'stackTraceLimit')
  const limit = descriptor?.value
  return typeof limit === 'number' && limit >= 0 ? limit : DEFAULT_STACK_FRAMES
}

function withHeader(header, nativeStack) {
  const frames = tidyFrames(nativeStack)
  return frames.length === 0 ? header : `${header}\n${ArrayJoin(frames, '\n')}`
}

function headerOf(error) {
  try {
    return ErrorToString(error)
  } catch {
    return 'Error'
  }
}

const nativeStacks = new NativeWeakMap()

/** Like V8, the text is made when it is first read: by then the constructor has set the name. */
const lazyStack = {
  __proto__: null,
  get() {
    const stack = withHeader(headerOf(this), WeakMapGet(nativeStacks, this) ?? '')
    ObjectDefineProperty(this, 'stack', hidden(stack))
    return stack
  },
  set(value) {
    ObjectDefineProperty(this, 'stack', hidden(value))
  },
  enumerable: false,
  configurable: true,
}

/**
 * `Error` and its kind as V8 has them: `stack` begins with the name and the message. The interpreter's
 * own constructors leave that out; what it throws by itself is completed by `stackOf` when shown.
 */
function tracked(Native, parent) {
  const name = Native.name
  const parameters = name === 'AggregateError' ? 2 : 1
  const Tracked = function (...args) {
    const error = ReflectConstruct(Native, args, new.target ?? Tracked)
    WeakMapSet(nativeStacks, error, error.stack)
    return ObjectDefineProperty(error, 'stack', lazyStack)
  }
  ObjectDefineProperty(Tracked, 'name', { value: name, configurable: true })
  ObjectDefineProperty(Tracked, 'length', { value: parameters, configurable: true })
  ObjectDefineProperty(Tracked, 'prototype', { value: Native.prototype, writable: false })
  ObjectDefineProperty(Native.prototype, 'constructor', hidden(Tracked))
  if (parent !== undefined) ObjectSetPrototypeOf(Tracked, parent)
  return Tracked
}

const TrackedError = tracked(NativeError)
TrackedError.stackTraceLimit = DEFAULT_STACK_FRAMES
const nativeIsError = NativeError.isError

ObjectDefineProperty(
  TrackedError,
  'captureStackTrace',
  hidden(function captureStackTrace(target) {
    const stack = withHeader(headerOf(target), new NativeError().stack)
    ObjectDefineProperty(target, 'stack', hidden(stack))
  }),
)

/** The constructors that replace the interpreter's. */
export const errorConstructors = { Error: TrackedError }
for (const name of [
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]) {
  errorConstructors[name] = tracked(globalThis[name], TrackedError)
}

// The interpreter reports a full stack as an InternalError, which Node does not know.
ObjectSetPrototypeOf(InternalError.prototype, RangeError.prototype)
ObjectDefineProperty(InternalError.prototype, 'name', hidden('RangeError'))
ObjectDefineProperty(InternalError.prototype, 'constructor', hidden(errorConstructors.RangeError))
const InternalErrorPrototype = InternalError.prototype
delete globalThis.InternalError

const inherits = (prototype, value) => {
  const test = Object.prototype.isPrototypeOf
  return Reflect.apply(test, prototype, [value])
}

const READ = /^cannot read property '(.*)' of (undefined|null)$/
const WRITE = /^cannot set property '(.*)' of (undefined|null)$/
const UNDEFINED_NAME = /^'(.+)' is not defined$/
const UNINITIALIZED = /^(.+) is not initialized$/
const READ_ONLY = /^'(.+)' is read-only$/

/** V8's words for the interpreter's commonest complaints; undefined for the others. */
function v8Message(text) {
  const read = RegExpExec(READ, text)
  if (read !== null) return `Cannot read properties of ${read[2]} (reading '${read[1]}')`
  const write = RegExpExec(WRITE, text)
  if (write !== null) return `Cannot set properties of ${write[2]} (setting '${write[1]}')`
  const name = RegExpExec(UNDEFINED_NAME, text)
  if (name !== null) return `${name[1]} is not defined`
  const early = RegExpExec(UNINITIALIZED, text)
  if (early !== null) return `Cannot access '${early[1]}' before initialization`
  if (RegExpExec(READ_ONLY, text) !== null) return 'Assignment to constant variable.'
  if (text === 'circular reference') return 'Converting circular structure to JSON'
  if (text === 'string too long') return 'Invalid string length'
  if (text === 'invalid array length') return 'Invalid array length'
  return undefined
}

/**
 * Gives an error of the interpreter the text V8 would have; returns what it was given. Running out of
 * memory ends the program, which in Node cannot catch it either.
 */
export function asNodeError(error) {
  if (typeof error !== 'object' || error === null || !nativeIsError(error)) return error
  const message = ObjectGetOwnPropertyDescriptor(error, 'message')
  if (!inherits(InternalErrorPrototype, error)) {
    const text = typeof message?.value === 'string' ? v8Message(message.value) : undefined
    if (text !== undefined) ObjectDefineProperty(error, 'message', hidden(text))
    return error
  }
  if (message?.value === 'out of memory') host.outOfMemory()
  if (message?.value === 'stack overflow') {
    ObjectDefineProperty(error, 'message', hidden('Maximum call stack size exceeded'))
  }
  return error
}

/** `error.stack` beginning with the name and message, also for errors of the interpreter. */
export function stackOf(error) {
  asNodeError(error)
  const header = headerOf(error)
  let stack
  try {
    stack = error.stack
  } catch {
    return header
  }
  if (typeof stack !== 'string' || stack === '') return stack ? NativeString(stack) : header
  return StringStartsWith(stack, '    at ') ? withHeader(header, stack) : stack
}

/** Frames of a stack, without `at`, as test reports list them. */
export function stackFrames(stack) {
  const frames = []
  const lines = split(stack, '\n')
  for (let i = 0; i < lines.length; i++) {
    if (StringStartsWith(lines[i], '    at ')) append(frames, StringSlice(lines[i], 7))
  }
  return frames
}

/** The stack of a call into us, for `locationIn` should it be asked for. */
export function callSite() {
  return new NativeError().stack
}

/** Where the program called into us: file, line and column. */
export function callerLocation() {
  return locationIn(callSite())
}

/** The innermost place of a program in a stack. */
export function locationIn(stack) {
  const lines = split(stack, '\n')
  for (let i = 0; i < lines.length; i++) {
    if (StringIncludes(lines[i], INTERNAL) || StringIndexOf(lines[i], '(native)') >= 0) continue
    const place = placeOf(RegExpExec(FRAME, lines[i]))
    if (place !== undefined) return place
  }
  return undefined
}

/** An error as Node's own modules throw them: it has a `code`, which its stack shows. */
export function nodeError(kind, code, message, properties = undefined) {
  const error = new errorConstructors[kind](message)
  const header = `${kind} [${code}]: ${message}`
  const frames = StringIndexOf(error.stack, '\n    at ')
  const stack = frames < 0 ? header : `${header}${StringSlice(error.stack, frames)}`
  ObjectDefineProperty(error, 'stack', hidden(stack))
  error.code = code
  if (properties !== undefined) {
    for (const key of Object.keys(properties)) error[key] = properties[key]
  }
  return error
}

/** The TypeError for an argument of the wrong type. */
export function invalidArgument(name, expected, value) {
  const what = StringIncludes(name, '.') ? 'property' : 'argument'
  return nodeError(
    'TypeError',
    'ERR_INVALID_ARG_TYPE',
    `The "${name}" ${what} must be ${expected}. Received ${describe(value)}`,
  )
}

/** A value as messages about wrong types name it. */
export function describe(value) {
  if (value == null) return `${value}`
  if (typeof value === 'function') return value.name ? `function ${value.name}` : 'function'
  if (typeof value === 'object') {
    const name = value.constructor?.name
    return name ? `an instance of ${name}` : 'an object'
  }
  const text =
    typeof value === 'string'
      ? `'${value.slice(0, 25)}${value.length > 25 ? '...' : ''}'`
      : `${NativeString(value)}${typeof value === 'bigint' ? 'n' : ''}`
  return `type ${typeof value} (${text})`
}
