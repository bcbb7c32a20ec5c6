import { checkDoesNotThrow, checkThrows, NOTHING_THROWN } from 'node:internal/assert-throws'
import { AssertionError } from 'node:internal/assertion-error'
import { expressionAtCaller } from 'node:internal/assertion-source'
import { isDeepEqual, isDeepStrictEqual } from 'node:internal/comparisons'
import {
  asNodeError,
  describe,
  errorConstructors,
  invalidArgument,
  nodeError,
} from 'node:internal/errors'
import { inspect } from 'node:internal/inspect'
import {
  FunctionHasInstance,
  NumberIsNaN,
  ObjectAssign,
  ObjectDefineProperty,
  ObjectIs,
  ObjectKeys,
  RegExpExec,
  shielded,
} from 'node:internal/primordials'
import { isPromise, isRegExp } from 'node:internal/types'

const isErrorInstance = (value) => FunctionHasInstance(errorConstructors.Error, value)

function raise(options) {
  if (isErrorInstance(options.message)) throw options.message
  throw new AssertionError(options)
}

function requireTwo(count) {
  if (count < 2) {
    throw nodeError(
      'TypeError',
      'ERR_MISSING_ARGS',
      'The "actual" and "expected" arguments must be specified',
    )
  }
}

function truthy(args) {
  if (args[0]) return
  let message = args[1]
  const isGenerated = message == null
  if (args.length === 0) message = 'No value argument passed to `assert.ok()`'
  else if (isGenerated) message = falsyMessage(args[0])
  if (isErrorInstance(message)) throw message
  const error = new AssertionError({ actual: args[0], expected: true, message, operator: '==' })
  error.generatedMessage = isGenerated
  throw error
}

function falsyMessage(value) {
  const source = expressionAtCaller()
  if (source === undefined) return `${inspect(value)} == true`
  return `The expression evaluated to a falsy value:\n\n  ${source}\n`
}

export function ok(...args) {
  truthy(args)
}

// biome-ignore lint/suspicious/noDoubleEquals: `equal` is defined by it
const looselyEqual = (a, b) => a == b || (NumberIsNaN(a) && NumberIsNaN(b))

/** An assertion on two values: what it compares by, and whether that must hold. */
function comparison(name, operator, compare, expectation) {
  const check = {
    [name](...args) {
      requireTwo(args.length)
      const { 0: actual, 1: expected, 2: message } = args
      if (compare(actual, expected) === expectation) return
      raise({ actual, expected, message, operator })
    },
  }
  return check[name]
}

export const equal = comparison('equal', '==', looselyEqual, true)
export const notEqual = comparison('notEqual', '!=', looselyEqual, false)
export const strictEqual = comparison('strictEqual', 'strictEqual', ObjectIs, true)
export const notStrictEqual = comparison('notStrictEqual', 'notStrictEqual', ObjectIs, false)
export const deepEqual = comparison('deepEqual', 'deepEqual', isDeepEqual, true)
export const notDeepEqual = comparison('notDeepEqual', 'notDeepEqual', isDeepEqual, false)
export const deepStrictEqual = comparison(
  'deepStrictEqual',
  'deepStrictEqual',
  isDeepStrictEqual,
  true,
)
export const notDeepStrictEqual = comparison(
  'notDeepStrictEqual',
  'notDeepStrictEqual',
  isDeepStrictEqual,
  false,
)

export function fail(...args) {
  const { length: count, 0: actual, 1: expected, 2: message, 3: operator } = args
  if (isErrorInstance(actual) && count === 1) throw actual
  if (count <= 1) {
    const error = new AssertionError({
      message: actual == null ? 'Failed' : actual,
      operator: 'fail',
    })
    if (actual == null) error.generatedMessage = true
    throw error
  }
  raise({ actual, expected, message, operator: operator ?? (count === 2 ? '!=' : 'fail') })
}

function thrownBy(fn) {
  if (typeof fn !== 'function') throw invalidArgument('fn', 'of type function', fn)
  try {
    fn()
  } catch (error) {
    return asNodeError(error)
  }
  return NOTHING_THROWN
}

function isThenable(value) {
  return (
    isPromise(value) ||
    (typeof value === 'object' &&
      value !== null &&
      typeof value.then === 'function' &&
      typeof value.catch === 'function')
  )
}

async function rejectionOf(source) {
  let promise = source
  if (typeof source === 'function') {
    promise = source()
    if (!isThenable(promise)) {
      throw nodeError(
        'TypeError',
        'ERR_INVALID_RETURN_VALUE',
        `Expected instance of Promise to be returned from the "promiseFn" function but got ${describe(promise)}.`,
      )
    }
  } else if (!isThenable(source)) {
    throw invalidArgument('promiseFn', 'of type function or an instance of Promise', source)
  }
  try {
    await (isPromise(promise) ? shielded(promise) : promise)
  } catch (error) {
    return asNodeError(error)
  }
  return NOTHING_THROWN
}

export function throws(fn, ...expected) {
  checkThrows('throws', thrownBy(fn), expected)
}

export function doesNotThrow(fn, ...expected) {
  checkDoesNotThrow('doesNotThrow', thrownBy(fn), expected)
}

export async function rejects(promiseFn, ...expected) {
  checkThrows('rejects', await shielded(rejectionOf(promiseFn)), expected)
}

export async function doesNotReject(promiseFn, ...expected) {
  checkDoesNotThrow('doesNotReject', await shielded(rejectionOf(promiseFn)), expected)
}

export function ifError(error) {
  if (error === null || error === undefined) return
  let message = 'ifError got unwanted exception: '
  if (typeof error === 'object' && typeof error.message === 'string') {
    const hasOnlyName = error.message.length === 0 && error.constructor
    message += hasOnlyName ? error.constructor.name : error.message
  } else {
    message += inspect(error)
  }
  throw new AssertionError({ actual: error, expected: null, operator: 'ifError', message })
}

function matching(name, expectation) {
  const check = {
    [name](string, regexp, message) {
      if (!isRegExp(regexp)) throw invalidArgument('regexp', 'an instance of RegExp', regexp)
      const isText = typeof string === 'string'
      if (isText && (RegExpExec(regexp, string) !== null) === expectation) return
      if (isErrorInstance(message)) throw message
      const shown = `${inspect(regexp)}. Input:\n\n${inspect(string)}\n`
      const generated = isText
        ? `The input ${expectation ? 'did not match' : 'was expected to not match'} the regular expression ${shown}`
        : `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`
      const error = new AssertionError({
        actual: string,
        expected: regexp,
        message: message || generated,
        operator: name,
      })
      error.generatedMessage = !message
      throw error
    },
  }
  return check[name]
}

export const match = matching('match', true)
export const doesNotMatch = matching('doesNotMatch', false)

const common = {
  fail,
  AssertionError,
  ok,
  throws,
  rejects,
  doesNotThrow,
  doesNotReject,
  ifError,
  match,
  doesNotMatch,
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  notStrictEqual,
}

function assertFunction(name, members) {
  const functions = {
    [name](...args) {
      truthy(args)
    },
  }
  return ObjectAssign(functions[name], common, members)
}

const assert = assertFunction('assert', { equal, notEqual, deepEqual, notDeepEqual })

/** `node:assert/strict`. */
export const strict = assertFunction('strict', {
  equal: strictEqual,
  notEqual: notStrictEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual: notDeepStrictEqual,
})
assert.strict = strict
strict.strict = strict

// A program under test must not be able to weaken the assertions of its tests.
for (const functions of [assert, strict]) {
  for (const key of ObjectKeys(functions)) {
    ObjectDefineProperty(functions, key, { writable: false, configurable: false })
  }
}

/** The methods that are copied to `t.assert`. */
export const assertMethods = common

export default assert
