// Taken before any program runs: what a program does to its globals changes neither the verdicts nor
// the reports. Methods are unbound: `StringSlice(text, 1)` is `text.slice(1)`.

const { bind, call } = Function.prototype
const unbind = bind.bind(call)
const getter = (prototype, name) => unbind(Object.getOwnPropertyDescriptor(prototype, name).get)

export const { apply: ReflectApply, construct: ReflectConstruct, ownKeys: ReflectOwnKeys } = Reflect
export const FunctionToString = unbind(Function.prototype.toString)
export const FunctionHasInstance = unbind(Function.prototype[Symbol.hasInstance])

export const {
  assign: ObjectAssign,
  create: ObjectCreate,
  defineProperties: ObjectDefineProperties,
  defineProperty: ObjectDefineProperty,
  entries: ObjectEntries,
  freeze: ObjectFreeze,
  getOwnPropertyDescriptor: ObjectGetOwnPropertyDescriptor,
  getOwnPropertyNames: ObjectGetOwnPropertyNames,
  getOwnPropertySymbols: ObjectGetOwnPropertySymbols,
  getPrototypeOf: ObjectGetPrototypeOf,
  is: ObjectIs,
  keys: ObjectKeys,
  setPrototypeOf: ObjectSetPrototypeOf,
} = Object
export const ObjectHasOwn = unbind(Object.prototype.hasOwnProperty)
export const ObjectIsEnumerable = unbind(Object.prototype.propertyIsEnumerable)
export const ObjectToString = unbind(Object.prototype.toString)

export const { isArray: ArrayIsArray, from: ArrayFrom } = Array
export const ArrayJoin = unbind(Array.prototype.join)
export const ArraySlice = unbind(Array.prototype.slice)
export const ArraySort = unbind(Array.prototype.sort)
export const ArraySplice = unbind(Array.prototype.splice)

export const NativeString = String
export const StringCharCodeAt = unbind(String.prototype.charCodeAt)
export const StringEndsWith = unbind(String.prototype.endsWith)
export const StringIncludes = unbind(String.prototype.includes)
export const StringIndexOf = unbind(String.prototype.indexOf)
export const StringLastIndexOf = unbind(String.prototype.lastIndexOf)
export const StringPadEnd = unbind(String.prototype.padEnd)
export const StringPadStart = unbind(String.prototype.padStart)
export const StringRepeat = unbind(String.prototype.repeat)
export const StringSlice = unbind(String.prototype.slice)
export const StringStartsWith = unbind(String.prototype.startsWith)
export const StringToLowerCase = unbind(String.prototype.toLowerCase)
export const StringTrim = unbind(String.prototype.trim)
export const StringValueOf = unbind(String.prototype.valueOf)
export const StringFromCharCode = String.fromCharCode

export const RegExpExec = unbind(RegExp.prototype.exec)
export const RegExpToString = unbind(RegExp.prototype.toString)
export const RegExpSource = getter(RegExp.prototype, 'source')
export const RegExpFlags = getter(RegExp.prototype, 'flags')
export const NativeRegExp = RegExp

export const NumberValueOf = unbind(Number.prototype.valueOf)
export const NumberToString = unbind(Number.prototype.toString)
export const { isFinite: NumberIsFinite, isInteger: NumberIsInteger, isNaN: NumberIsNaN } = Number
export const BooleanValueOf = unbind(Boolean.prototype.valueOf)
export const BigIntValueOf = unbind(BigInt.prototype.valueOf)
export const SymbolValueOf = unbind(Symbol.prototype.valueOf)
export const SymbolToString = unbind(Symbol.prototype.toString)
export const SymbolDescription = getter(Symbol.prototype, 'description')
export const {
  abs: MathAbs,
  floor: MathFloor,
  max: MathMax,
  min: MathMin,
  round: MathRound,
  sqrt: MathSqrt,
  random: MathRandom,
} = Math

export const DateGetTime = unbind(Date.prototype.getTime)
export const DateToISOString = unbind(Date.prototype.toISOString)
export const DateToString = unbind(Date.prototype.toString)
export const NativeDate = Date

export const NativeMap = Map
export const MapGet = unbind(Map.prototype.get)
export const MapSet = unbind(Map.prototype.set)
export const MapHas = unbind(Map.prototype.has)
export const MapDelete = unbind(Map.prototype.delete)
export const MapForEach = unbind(Map.prototype.forEach)
export const MapSize = getter(Map.prototype, 'size')
export const NativeSet = Set
export const SetAdd = unbind(Set.prototype.add)
export const SetHas = unbind(Set.prototype.has)
export const SetDelete = unbind(Set.prototype.delete)
export const SetForEach = unbind(Set.prototype.forEach)
export const SetSize = getter(Set.prototype, 'size')
export const WeakMapHas = unbind(WeakMap.prototype.has)
export const WeakSetHas = unbind(WeakSet.prototype.has)
export const NativeWeakMap = WeakMap
export const WeakMapGet = unbind(WeakMap.prototype.get)
export const WeakMapSet = unbind(WeakMap.prototype.set)
export const WeakRefDeref = unbind(WeakRef.prototype.deref)

const TypedArray = Object.getPrototypeOf(Uint8Array)
export const TypedArrayTag = getter(TypedArray.prototype, Symbol.toStringTag)
export const TypedArrayLength = getter(TypedArray.prototype, 'length')
export const TypedArrayBuffer = getter(TypedArray.prototype, 'buffer')
export const TypedArrayByteOffset = getter(TypedArray.prototype, 'byteOffset')
export const TypedArrayByteLength = getter(TypedArray.prototype, 'byteLength')
export const TypedArraySlice = unbind(TypedArray.prototype.slice)
export const TypedArraySet = unbind(TypedArray.prototype.set)
export const ArrayBufferByteLength = getter(ArrayBuffer.prototype, 'byteLength')
export const ArrayBufferSlice = unbind(ArrayBuffer.prototype.slice)
export const SharedArrayBufferByteLength = getter(SharedArrayBuffer.prototype, 'byteLength')
export const DataViewByteLength = getter(DataView.prototype, 'byteLength')
export const DataViewByteOffset = getter(DataView.prototype, 'byteOffset')
export const DataViewBuffer = getter(DataView.prototype, 'buffer')
export const NativeUint8Array = Uint8Array
export const NativeArrayBuffer = ArrayBuffer

export const NativePromise = Promise
const promiseThen = unbind(Promise.prototype.then)
export const PromiseResolve = Promise.resolve.bind(Promise)
export const PromiseReject = Promise.reject.bind(Promise)

const ownConstructor = {
  __proto__: null,
  value: Promise,
  configurable: true,
  writable: true,
  enumerable: false,
}

/** `promise.then()`, and `await` after it, that a patched `Promise.prototype` cannot intercept. */
export function PromiseThen(promise, fulfilled, rejected) {
  return promiseThen(shielded(promise), fulfilled, rejected)
}

/** Makes `await promise` take the interpreter's own way even if `Promise.prototype` is patched. */
export function shielded(promise) {
  try {
    ObjectDefineProperty(promise, 'constructor', ownConstructor)
  } catch {
    // A frozen promise keeps its own constructor.
  }
  return promise
}

export const NativeError = Error
export const ErrorToString = unbind(Error.prototype.toString)
export const JSONStringify = JSON.stringify
export const JSONParse = JSON.parse

const item = {
  __proto__: null,
  value: undefined,
  writable: true,
  enumerable: true,
  configurable: true,
}

/** Appends without `Array.prototype`: neither a patched `push` nor a setter at an index sees the value. */
export function append(array, value) {
  item.value = value
  ObjectDefineProperty(array, array.length, item)
}

/** `array.push(value)`, quicker than `append`, for what a program may see. */
export const push = unbind(Array.prototype.push)

/** `array.slice(start)`, which would ask the program for the class of the copy. */
export function copyFrom(array, start) {
  const copy = []
  for (let i = start; i < array.length; i++) append(copy, array[i])
  return copy
}

/** A copy with `value` put in at `index`. */
export function inserted(array, index, value) {
  const copy = []
  for (let i = 0; i < array.length; i++) {
    if (i === index) append(copy, value)
    append(copy, array[i])
  }
  if (index >= array.length) append(copy, value)
  return copy
}

export function filter(array, predicate) {
  const result = []
  for (let i = 0; i < array.length; i++) if (predicate(array[i], i)) append(result, array[i])
  return result
}

export function map(array, transform) {
  const result = []
  for (let i = 0; i < array.length; i++) append(result, transform(array[i], i))
  return result
}

export function indexOf(array, value) {
  for (let i = 0; i < array.length; i++) if (array[i] === value) return i
  return -1
}

export function split(text, separator) {
  const result = []
  let from = 0
  for (;;) {
    const at = StringIndexOf(text, separator, from)
    if (at < 0) break
    append(result, StringSlice(text, from, at))
    from = at + separator.length
  }
  append(result, StringSlice(text, from))
  return result
}

export function replaceAll(text, search, replacement) {
  return ArrayJoin(split(text, search), replacement)
}

/** `text.replace(pattern, transform)` for a pattern with the flag `g`; patterns of ours only. */
export function replaceEach(text, pattern, transform) {
  let result = ''
  let from = 0
  pattern.lastIndex = 0
  for (;;) {
    const match = RegExpExec(pattern, text)
    if (match === null) return result + StringSlice(text, from)
    result += StringSlice(text, from, match.index) + transform(match[0], match)
    from = match.index + match[0].length
    if (match[0] === '') pattern.lastIndex++
  }
}

/** `queueMicrotask` for our own functions, which do not throw. */
export function queueTask(task) {
  promiseThen(shielded(new NativePromise((resolve) => resolve())), task)
}
