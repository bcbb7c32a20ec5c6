import { host } from 'node:internal/host'
import {
  ArrayBufferByteLength,
  ArrayIsArray,
  BigIntValueOf,
  BooleanValueOf,
  DataViewByteLength,
  DateGetTime,
  FunctionToString,
  MapSize,
  NumberValueOf,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetPrototypeOf,
  ObjectToString,
  RegExpExec,
  RegExpSource,
  SetSize,
  SharedArrayBufferByteLength,
  StringValueOf,
  SymbolValueOf,
  TypedArrayTag,
  WeakMapHas,
  WeakRefDeref,
  WeakSetHas,
} from 'node:internal/primordials'
import { proxyTarget } from 'node:internal/proxies'

const isObject = (value) => typeof value === 'object' && value !== null

/** A method that throws for anything but its own kind tells kinds apart whatever their prototypes are. */
const branded = (probe) => (value) => {
  if (!isObject(value)) return false
  try {
    probe(value)
    return true
  } catch {
    return false
  }
}

export const isDate = branded(DateGetTime)
export const isMap = branded(MapSize)
export const isSet = branded(SetSize)
export const isWeakMap = branded((value) => WeakMapHas(value, value))
export const isWeakSet = branded((value) => WeakSetHas(value, value))
export const isWeakRef = branded(WeakRefDeref)
export const isArrayBuffer = branded(ArrayBufferByteLength)
export const isSharedArrayBuffer = branded(SharedArrayBufferByteLength)
export const isDataView = branded(DataViewByteLength)
export const isNumberObject = branded(NumberValueOf)
export const isStringObject = branded(StringValueOf)
export const isBooleanObject = branded(BooleanValueOf)
export const isBigIntObject = branded(BigIntValueOf)
export const isSymbolObject = branded(SymbolValueOf)
const hasRegExpSource = branded(RegExpSource)
export const isRegExp = (value) => hasRegExpSource(value) && value !== RegExp.prototype
export const isAnyArrayBuffer = (value) => isArrayBuffer(value) || isSharedArrayBuffer(value)
export const isTypedArray = (value) => isObject(value) && TypedArrayTag(value) !== undefined
export const typedArrayName = (value) => (isObject(value) ? TypedArrayTag(value) : undefined)
export const isArrayBufferView = (value) => isTypedArray(value) || isDataView(value)
export const isPromise = (value) => isObject(value) && host.promiseState(value) >= 0
export const isNativeError = (value) => isObject(value) && nativeIsError(value)
export const isError = (value) => isNativeError(value) || inheritsFromError(value)
export const isArgumentsObject = (value) =>
  isObject(value) && !ArrayIsArray(value) && ObjectToString(value) === '[object Arguments]'

export const isBoxedPrimitive = (value) =>
  isNumberObject(value) ||
  isStringObject(value) ||
  isBooleanObject(value) ||
  isBigIntObject(value) ||
  isSymbolObject(value)

const nativeIsError = Error.isError
const ErrorPrototype = Error.prototype

function inheritsFromError(value) {
  for (let object = value; isObject(object); object = ObjectGetPrototypeOf(object)) {
    if (object === ErrorPrototype) return true
  }
  return false
}

export function isModuleNamespaceObject(value) {
  if (!isObject(value) || ObjectGetPrototypeOf(value) !== null) return false
  const tag = ObjectGetOwnPropertyDescriptor(value, Symbol.toStringTag)
  return tag !== undefined && tag.value === 'Module' && tag.writable === false
}

const ASYNC = /^(?:static\s+)?async\b/
const GENERATOR = /^(?:static\s+)?(?:async\s+)?(?:function\s*\*|\*)/
export const isAsyncFunction = (value) =>
  typeof value === 'function' && RegExpExec(ASYNC, FunctionToString(value)) !== null
export const isGeneratorFunction = (value) =>
  typeof value === 'function' && RegExpExec(GENERATOR, FunctionToString(value)) !== null

const MAP_ITERATOR = ObjectGetPrototypeOf(new Map().keys())
const SET_ITERATOR = ObjectGetPrototypeOf(new Set().keys())
export const isMapIterator = (value) =>
  isObject(value) && ObjectGetPrototypeOf(value) === MAP_ITERATOR
export const isSetIterator = (value) =>
  isObject(value) && ObjectGetPrototypeOf(value) === SET_ITERATOR
const GENERATOR_PROTOTYPE = ObjectGetPrototypeOf(ObjectGetPrototypeOf(function* () {}).prototype)
export const isGeneratorObject = (value) =>
  isObject(value) && GENERATOR_PROTOTYPE !== null && ObjectToString(value) === '[object Generator]'

const typed = (name) => (value) => typedArrayName(value) === name

/** `util.types`. */
export const types = {
  isAnyArrayBuffer,
  isArgumentsObject,
  isArrayBuffer,
  isArrayBufferView,
  isAsyncFunction,
  isBigInt64Array: typed('BigInt64Array'),
  isBigIntObject,
  isBigUint64Array: typed('BigUint64Array'),
  isBooleanObject,
  isBoxedPrimitive,
  isDataView,
  isDate,
  isExternal: () => false,
  isFloat32Array: typed('Float32Array'),
  isFloat64Array: typed('Float64Array'),
  isGeneratorFunction,
  isGeneratorObject,
  isInt16Array: typed('Int16Array'),
  isInt32Array: typed('Int32Array'),
  isInt8Array: typed('Int8Array'),
  isMap,
  isMapIterator,
  isModuleNamespaceObject,
  isNativeError,
  isNumberObject,
  isPromise,
  isProxy: (value) =>
    typeof value !== 'symbol' && Object(value) === value && proxyTarget(value) !== undefined,
  isRegExp,
  isSet,
  isSetIterator,
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
  isTypedArray,
  isUint16Array: typed('Uint16Array'),
  isUint32Array: typed('Uint32Array'),
  isUint8Array: typed('Uint8Array'),
  isUint8ClampedArray: typed('Uint8ClampedArray'),
  isWeakMap,
  isWeakSet,
}
