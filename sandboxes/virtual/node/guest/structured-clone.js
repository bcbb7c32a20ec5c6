import { DOMException } from 'node:internal/abort'
import { errorConstructors } from 'node:internal/errors'
import * as types from 'node:internal/types'

const COPIED_ERRORS = [
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]

function uncloneable(value) {
  const shown =
    typeof value === 'symbol'
      ? value.toString()
      : typeof value === 'function'
        ? `${value}`
        : '#<Object>'
  return new DOMException(`${shown} could not be cloned.`, 'DataCloneError')
}

/** `structuredClone`, without transfer. */
export function structuredClone(value, _options) {
  return clone(value, new Map())
}

function clone(value, seen) {
  if (typeof value === 'symbol' || typeof value === 'function') throw uncloneable(value)
  if (typeof value !== 'object' || value === null) return value
  if (seen.has(value)) return seen.get(value)
  const copy = emptyCopy(value, seen)
  seen.set(value, copy)
  if (types.isMap(value)) {
    for (const [key, item] of Map.prototype.entries.call(value))
      copy.set(clone(key, seen), clone(item, seen))
  } else if (types.isSet(value)) {
    for (const item of Set.prototype.values.call(value)) copy.add(clone(item, seen))
  } else if (types.isNativeError(value)) {
    copyError(value, copy, seen)
  } else if (Array.isArray(value) || isPlain(value)) {
    for (const key of Object.keys(value)) copy[key] = clone(value[key], seen)
  }
  return copy
}

const isPlain = (value) =>
  !types.isDate(value) &&
  !types.isRegExp(value) &&
  !types.isBoxedPrimitive(value) &&
  !types.isAnyArrayBuffer(value) &&
  !types.isArrayBufferView(value)

function emptyCopy(value, seen) {
  if (Array.isArray(value)) return new Array(value.length)
  if (types.isDate(value)) return new Date(value.getTime())
  if (types.isRegExp(value)) return new RegExp(value.source, value.flags)
  if (types.isMap(value)) return new Map()
  if (types.isSet(value)) return new Set()
  if (types.isBoxedPrimitive(value)) {
    if (types.isSymbolObject(value)) throw uncloneable(value)
    return Object(value.valueOf())
  }
  if (types.isAnyArrayBuffer(value)) return value.slice(0)
  if (types.isArrayBufferView(value)) {
    const buffer = clone(value.buffer, seen)
    const Type = types.isDataView(value) ? DataView : globalThis[types.typedArrayName(value)]
    return new Type(buffer, value.byteOffset, value.length ?? value.byteLength)
  }
  if (types.isNativeError(value)) {
    const name = COPIED_ERRORS.includes(value.name) ? value.name : 'Error'
    return new errorConstructors[name](value.message)
  }
  if (types.isPromise(value) || types.isWeakMap(value) || types.isWeakSet(value))
    throw uncloneable(value)
  return {}
}

function copyError(value, copy, seen) {
  const hidden = (item) => ({ value: item, writable: true, configurable: true, enumerable: false })
  Object.defineProperty(copy, 'stack', hidden(`${value.stack}`))
  Object.defineProperty(copy, 'message', hidden(`${value.message}`))
  if ('cause' in value) Object.defineProperty(copy, 'cause', hidden(clone(value.cause, seen)))
}
