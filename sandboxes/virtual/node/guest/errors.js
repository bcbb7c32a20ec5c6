import {
  append,
  ArrayJoin,
  ErrorToString,
  NativeError,
  NativeString,
  ObjectDefineProperty,
  ObjectGetOwnPropertyDescriptor,
  ObjectSetPrototypeOf,
  ReflectConstruct,
  RegExpExec,
  split,
  StringIncludes,
  StringIndexOf,
  StringSlice,
  StringStartsWith,
} from 'node:internal/primordials'

const INTERNAL = 'node:internal/'
const FRAME = /^ {4}at (?:(.*) \()?(?:(native)|(.+?):(\d+)(?::(\d+))?)\)?$/
const DEFAULT_STACK_FRAMES = 10

const hidden = (value) => ({ __proto__: null, value, writable: true, configurable: true, enumerable: false })

/** The frames of programs, in V8's notation; ours are left out, as are those beyond the limit. */
function tidyFrames(nativeStack, limit = stackTraceLimit()) {
  const lines = split(nativeStack, '\n')
  const frames = []
  for (let i = 0; i < lines.length && frames.length < limit; i++) {
    if (lines[i] === '' || StringIncludes(lines[i], INTERNAL)) continue
    append(frames, tidyFrame(lines[i]))
  }
  return frames
}

function tidyFrame(line) {
  const match = RegExpExec(FRAME, line)
  if (match === null) return line
  const name = match[1]
  const place = match[2] === 'native' ? '<anonymous>' : `${match[3]}:${match[4]}:${match[5] ?? 1}`
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

/**
 * `Error` and its kind as V8 has them: `stack` begins with the name and the message. The interpreter's
 * own constructors leave that out; what it throws by itself is completed by `stackOf` when shown.
 */
function tracked(Native, parent) {
  const name = Native.name
  const parameters = name === 'AggregateError' ? 2 : 1
  const Tracked = function (...args) {
    const error = ReflectConstruct(Native, args, new.target ?? Tracked)
    ObjectDefineProperty(error, 'stack', hidden(withHeader(headerOf(error), error.stack)))
    return error
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

const isPrototypeOf = (prototype, value) => {
  const test = Object.prototype.isPrototypeOf
  return Reflect.apply(test, prototype, [value])
}

/** Gives an error of the interpreter the text V8 would have; returns what it was given. */
export function asNodeError(error) {
  if (typeof error !== 'object' || error === null || !nativeIsError(error)) return error
  if (!isPrototypeOf(InternalErrorPrototype, error)) return error
  const message = ObjectGetOwnPropertyDescriptor(error, 'message')
  if (message?.value === 'stack overflow') {
    ObjectDefineProperty(error, 'message', hidden('Maximum call stack size exceeded'))
  }
  return error
}

/** Whether the interpreter ran out of memory, which no program may survive. */
export function isOutOfMemory(error) {
  if (typeof error !== 'object' || error === null || !nativeIsError(error)) return false
  return (
    isPrototypeOf(InternalErrorPrototype, error) &&
    ObjectGetOwnPropertyDescriptor(error, 'message')?.value === 'out of memory'
  )
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

/** Where the program called into us: file, line and column. */
export function callerLocation() {
  const lines = split(new NativeError().stack, '\n')
  for (let i = 0; i < lines.length; i++) {
    if (StringIncludes(lines[i], INTERNAL) || StringIndexOf(lines[i], '(native)') >= 0) continue
    const match = RegExpExec(FRAME, lines[i])
    if (match !== null && match[3] !== undefined) {
      return { file: match[3], line: +match[4], column: +(match[5] ?? 1) }
    }
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

function describe(value) {
  if (value == null) return `${value}`
  if (typeof value === 'function') return value.name ? `function ${value.name}` : 'function'
  if (typeof value === 'object') {
    const name = value.constructor?.name
    return name ? `an instance of ${name}` : 'an object'
  }
  const text = typeof value === 'string' ? `'${value.slice(0, 25)}${value.length > 25 ? '...' : ''}'` : `${NativeString(value)}${typeof value === 'bigint' ? 'n' : ''}`
  return `type ${typeof value} (${text})`
}
