import { diffMessage, inspectForDiff } from 'node:internal/assertion-diff'
import { errorConstructors } from 'node:internal/errors'
import { CUSTOM, inspect } from 'node:internal/inspect'
import {
  ArrayJoin,
  ArraySlice,
  ObjectAssign,
  ObjectCreate,
  ObjectDefineProperty,
  ObjectGetPrototypeOf,
  StringIndexOf,
  StringSlice,
  split,
} from 'node:internal/primordials'
import { isError } from 'node:internal/types'

const LONG_DIFF_LINES = 50
const LONG_VALUE = 512

const READABLE = {
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
}

const isObject = (value) => typeof value === 'object' && value !== null

function messageFor({ actual, expected, operator }) {
  switch (operator) {
    case 'deepStrictEqual':
    case 'strictEqual':
      return diffMessage(actual, expected, operator)
    case 'notDeepStrictEqual':
    case 'notStrictEqual':
      return inequalityMessage(actual, operator)
    default:
      return looseMessage(actual, expected, operator)
  }
}

function inequalityMessage(actual, operator) {
  const isReference =
    operator === 'notStrictEqual' && (isObject(actual) || typeof actual === 'function')
  const base = READABLE[isReference ? 'notStrictEqualObject' : operator]
  let lines = split(inspectForDiff(actual), '\n')
  if (lines.length > LONG_DIFF_LINES) {
    lines = ArraySlice(lines, 0, LONG_DIFF_LINES - 3)
    lines[LONG_DIFF_LINES - 4] = '...'
  }
  if (lines.length > 1) return `${base}\n\n${ArrayJoin(lines, '\n')}\n`
  return `${base}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`
}

function looseMessage(actual, expected, operator) {
  const left = inspectForDiff(actual)
  const right = inspectForDiff(expected)
  const readable = READABLE[operator]
  if (operator === 'notDeepEqual' && left === right)
    return shortened(`${readable}\n\n${left}`, 1024)
  const from = shortened(left, LONG_VALUE)
  const to = shortened(right, LONG_VALUE)
  if (operator === 'deepEqual')
    return `${readable}\n\n${from}\n\nshould loosely deep-equal\n\n${to}`
  const unequal = READABLE[`${operator}Unequal`]
  if (unequal) return `${unequal}\n\n${from}\n\nshould not loosely deep-equal\n\n${to}`
  return `${from} ${operator} ${to}`
}

function shortened(text, limit) {
  return text.length > limit ? `${StringSlice(text, 0, limit - 3)}...` : text
}

/** Errors are compared by what they carry, not by their stacks. */
function withoutStack(error) {
  const copy = ObjectAssign(ObjectCreate(ObjectGetPrototypeOf(error)), error)
  ObjectDefineProperty(copy, 'message', { __proto__: null, value: error.message })
  return copy
}

/** What a failed assertion throws. */
export class AssertionError extends errorConstructors.Error {
  constructor(options) {
    let { actual, expected } = options
    const { message, operator, details } = options
    if (message == null && isError(actual) && isError(expected)) {
      actual = withoutStack(actual)
      expected = withoutStack(expected)
    }
    const isDiffed = operator === 'deepStrictEqual' || operator === 'strictEqual'
    if (message == null) super(messageFor({ actual, expected, operator }))
    else super(isDiffed ? diffMessage(actual, expected, operator, message) : `${message}`)
    this.generatedMessage = !message
    const frames = StringIndexOf(this.stack, '\n    at ')
    const header = `AssertionError [ERR_ASSERTION]: ${this.message}`
    const stack = frames < 0 ? header : `${header}${StringSlice(this.stack, frames)}`
    ObjectDefineProperty(this, 'stack', { value: stack, writable: true, configurable: true })
    ObjectDefineProperty(this, 'name', {
      value: 'AssertionError',
      writable: true,
      configurable: true,
    })
    this.code = 'ERR_ASSERTION'
    this.actual = details ? undefined : actual
    this.expected = details ? undefined : expected
    this.operator = details ? undefined : operator
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`
  }

  [CUSTOM](_depth, options) {
    const { actual, expected } = this
    if (typeof actual === 'string') this.actual = ellipsis(actual)
    if (typeof expected === 'string') this.expected = ellipsis(expected)
    const text = inspect(this, { ...options, customInspect: false, depth: 0 })
    this.actual = actual
    this.expected = expected
    return text
  }
}

ObjectDefineProperty(AssertionError.prototype, CUSTOM, { enumerable: false })

function ellipsis(text) {
  const lines = split(text, '\n')
  return lines.length > 10 ? `${ArrayJoin(ArraySlice(lines, 0, 10), '\n')}\n...` : text
}
