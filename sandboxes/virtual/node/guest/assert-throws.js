import { AssertionError } from 'node:internal/assertion-error'
import { isDeepStrictEqual } from 'node:internal/comparisons'
import { errorConstructors, invalidArgument, nodeError } from 'node:internal/errors'
import { inspect } from 'node:internal/inspect'
import {
  FunctionHasInstance,
  NativeString,
  ObjectGetPrototypeOf,
  ObjectKeys,
  push,
  ReflectApply,
  RegExpExec,
} from 'node:internal/primordials'
import { isError, isRegExp } from 'node:internal/types'

/** What stands for "no exception": `undefined` can be thrown too. */
export const NOTHING_THROWN = { __proto__: null }

const VALIDATORS = 'of type function or an instance of Error, RegExp, or Object'

/** `throws` and `rejects`: something was thrown, and it is what was expected. */
export function checkThrows(operator, actual, args) {
  const { expected, message } = validatorArguments(actual, args)
  if (actual === NOTHING_THROWN) {
    const named = expected?.name ? ` (${expected.name})` : ''
    const kind = operator === 'rejects' ? 'rejection' : 'exception'
    const text = message ? `: ${message}` : '.'
    if (FunctionHasInstance(errorConstructors.Error, message)) throw message
    throw new AssertionError({
      actual: undefined,
      expected,
      operator,
      message: `Missing expected ${kind}${named}${text}`,
    })
  }
  if (expected) validate(operator, actual, expected, message)
}

/** `doesNotThrow` and `doesNotReject`: what was thrown goes on as it is, or wrapped if unwanted. */
export function checkDoesNotThrow(operator, actual, args) {
  if (actual === NOTHING_THROWN) return
  let [expected, message] = [args[0], args[1]]
  if (typeof expected === 'string') {
    message = expected
    expected = undefined
  }
  if (expected && !isUnwanted(actual, expected)) throw actual
  const kind = operator === 'doesNotReject' ? 'rejection' : 'exception'
  const text = message ? `: ${message}` : '.'
  throw new AssertionError({
    actual,
    expected,
    operator,
    message: `Got unwanted ${kind}${text}\nActual message: "${actual?.message}"`,
  })
}

function validatorArguments(actual, args) {
  const expected = args[0]
  if (typeof expected === 'string') {
    if (args.length === 2) throw invalidArgument('error', VALIDATORS, expected)
    const isObject = typeof actual === 'object' && actual !== null
    if ((isObject ? actual.message : actual) === expected) {
      const what = isObject ? `error message "${actual.message}"` : `error "${actual}"`
      throw nodeError(
        'TypeError',
        'ERR_AMBIGUOUS_ARGUMENT',
        `The "error/message" argument is ambiguous. The ${what} is identical to the message.`,
      )
    }
    return { expected: undefined, message: expected }
  }
  if (expected != null && typeof expected !== 'object' && typeof expected !== 'function') {
    throw invalidArgument('error', VALIDATORS, expected)
  }
  return { expected, message: args[1] }
}

function inheritsError(Class) {
  for (let at = ObjectGetPrototypeOf(Class); at !== null; at = ObjectGetPrototypeOf(at)) {
    if (at === errorConstructors.Error) return true
  }
  return false
}

function isInstance(value, Class) {
  return Class.prototype !== undefined && value instanceof Class
}

function isUnwanted(actual, expected) {
  if (isRegExp(expected)) return RegExpExec(expected, NativeString(actual)) !== null
  if (typeof expected !== 'function') {
    throw invalidArgument('expected', 'of type function or an instance of RegExp', expected)
  }
  if (isInstance(actual, expected)) return true
  return !inheritsError(expected) && ReflectApply(expected, {}, [actual]) === true
}

function validate(operator, actual, expected, message) {
  if (isRegExp(expected)) {
    const text = NativeString(actual)
    if (RegExpExec(expected, text) !== null) return
    const generated = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`
    reject(operator, actual, expected, message, generated)
  } else if (typeof expected === 'function') {
    validateByFunction(operator, actual, expected, message)
  } else {
    validateByObject(operator, actual, expected, message)
  }
}

function validateByFunction(operator, actual, expected, message) {
  if (isInstance(actual, expected)) return
  if (inheritsError(expected)) {
    reject(operator, actual, expected, message, wrongClass(actual, expected))
  }
  const result = ReflectApply(expected, {}, [actual])
  if (result === true) return
  const name = expected.name ? `"${expected.name}" ` : ''
  const caught = isError(actual) ? `\n\nCaught error:\n\n${actual}` : ''
  const generated = `The ${name}validation function is expected to return "true". Received ${inspect(result)}${caught}`
  reject(operator, actual, expected, message, generated)
}

function wrongClass(actual, expected) {
  const text = `The error is expected to be an instance of "${expected.name}". Received `
  if (!isError(actual)) return `${text}"${inspect(actual, { depth: -1 })}"`
  const name = actual.constructor?.name || actual.name
  const received =
    name === expected.name ? 'an error with identical name but a different prototype.' : `"${name}"`
  const shown = actual.message ? `\n\nError message:\n\n${actual.message}` : ''
  return `${text}${received}${shown}`
}

function reject(operator, actual, expected, message, generated) {
  const error = new AssertionError({ actual, expected, message: message || generated, operator })
  error.generatedMessage = !message
  throw error
}

function validateByObject(operator, actual, expected, message) {
  if (typeof actual !== 'object' || actual === null) {
    const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual' })
    error.operator = operator
    throw error
  }
  const keys = ObjectKeys(expected)
  if (FunctionHasInstance(errorConstructors.Error, expected)) {
    push(keys, 'name')
    push(keys, 'message')
  } else if (keys.length === 0) {
    throw nodeError(
      'TypeError',
      'ERR_INVALID_ARG_VALUE',
      `The argument 'error' may not be an empty object. Received ${inspect(expected)}`,
    )
  }
  for (let i = 0; i < keys.length; i++) {
    if (isMatched(actual, expected, keys[i])) continue
    if (message) {
      if (FunctionHasInstance(errorConstructors.Error, message)) throw message
      throw new AssertionError({ actual, expected, message, operator })
    }
    const error = new AssertionError({
      actual: shown(actual, keys),
      expected: shown(expected, keys, actual),
      operator: 'deepStrictEqual',
    })
    error.actual = actual
    error.expected = expected
    error.operator = operator
    throw error
  }
}

function isMatched(actual, expected, key) {
  if (matchesText(actual, expected, key)) return true
  return key in actual && isDeepStrictEqual(actual[key], expected[key])
}

function matchesText(actual, expected, key) {
  return (
    typeof actual[key] === 'string' &&
    isRegExp(expected[key]) &&
    RegExpExec(expected[key], actual[key]) !== null
  )
}

class Comparison {}

/** The compared keys only, so that the difference shows nothing else. */
function shown(object, keys, actual) {
  const result = new Comparison()
  for (let i = 0; i < keys.length; i++) {
    if (!(keys[i] in object)) continue
    const isText = actual !== undefined && matchesText(actual, object, keys[i])
    result[keys[i]] = isText ? actual[keys[i]] : object[keys[i]]
  }
  return result
}
