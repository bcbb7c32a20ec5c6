import { errorConstructors } from 'node:internal/errors'
import {
  ArrayIsArray,
  append,
  BigIntValueOf,
  BooleanValueOf,
  DateGetTime,
  FunctionHasInstance,
  filter,
  MapForEach,
  MapGet,
  MapHas,
  MapSize,
  NativeSet,
  NativeUint8Array,
  NumberIsNaN,
  NumberValueOf,
  ObjectGetOwnPropertySymbols,
  ObjectGetPrototypeOf,
  ObjectHasOwn,
  ObjectIs,
  ObjectIsEnumerable,
  ObjectKeys,
  ObjectToString,
  RegExpExec,
  RegExpFlags,
  RegExpSource,
  SetAdd,
  SetDelete,
  SetForEach,
  SetHas,
  SetSize,
  StringValueOf,
  SymbolValueOf,
} from 'node:internal/primordials'
import * as types from 'node:internal/types'
import { isURL } from 'node:internal/url-brand'

const INDEX = /^(0|[1-9][0-9]*)$/
const isObject = (value) => typeof value === 'object' && value !== null
const isErrorLike = (value) =>
  types.isNativeError(value) || FunctionHasInstance(errorConstructors.Error, value)

/** Loose comparison of `assert.deepEqual`. */
export function isDeepEqual(a, b) {
  return compare(a, b, { strict: false, pairs: undefined })
}

/** Strict comparison of `assert.deepStrictEqual`. */
export function isDeepStrictEqual(a, b) {
  return compare(a, b, { strict: true, pairs: undefined })
}

function compare(a, b, run) {
  if (a === b) return a !== 0 || ObjectIs(a, b) || !run.strict
  if (run.strict) {
    if (typeof a === 'number') return NumberIsNaN(a) && NumberIsNaN(b)
    if (!isObject(a) || !isObject(b)) return false
    if (ObjectGetPrototypeOf(a) !== ObjectGetPrototypeOf(b)) return false
  } else {
    if (!isObject(a)) {
      // biome-ignore lint/suspicious/noDoubleEquals: the loose comparison is defined by it
      return !isObject(b) && (a == b || (NumberIsNaN(a) && NumberIsNaN(b)))
    }
    if (!isObject(b)) return false
  }
  const tag = ObjectToString(a)
  if (tag !== ObjectToString(b)) return false
  const contents = sameKind(a, b, tag, run)
  return contents !== undefined && compareProperties(a, b, run, contents)
}

const NO_CONTENTS = () => true

/**
 * How two objects of one kind compare beyond their properties; undefined where they already differ.
 * What a value says of itself is asked once: a getter or a proxy could tell something else later.
 */
function sameKind(a, b, tag, run) {
  if (ArrayIsArray(a)) {
    const { length } = a
    if (!ArrayIsArray(b) || length !== b.length) return undefined
    const compareAll = (left, right) => compareItems(left, right, length, run)
    return { isIndexed: true, size: length, compare: compareAll }
  }
  if (tag === '[object Object]') return plain()
  if (types.isDate(a))
    return types.isDate(b) && DateGetTime(a) === DateGetTime(b) ? plain() : undefined
  if (types.isRegExp(a)) return types.isRegExp(b) && sameRegExp(a, b) ? plain() : undefined
  if (types.isArrayBufferView(a)) {
    if (types.typedArrayName(a) !== types.typedArrayName(b)) return undefined
    if (!types.isArrayBufferView(b) || !sameView(a, b, run)) return undefined
    return { isIndexed: true, size: 0, compare: NO_CONTENTS }
  }
  if (types.isSet(a)) {
    if (!types.isSet(b) || SetSize(a) !== SetSize(b)) return undefined
    return { isIndexed: false, size: SetSize(a), compare: compareSets }
  }
  if (types.isMap(a)) {
    if (!types.isMap(b) || MapSize(a) !== MapSize(b)) return undefined
    return { isIndexed: false, size: MapSize(a), compare: compareMaps }
  }
  if (types.isAnyArrayBuffer(a))
    return types.isAnyArrayBuffer(b) && sameBytes(a, b) ? plain() : undefined
  if (isErrorLike(a)) return isErrorLike(b) && sameError(a, b, run) ? plain() : undefined
  if (types.isBoxedPrimitive(a)) return sameBoxed(a, b) ? plain() : undefined
  if (isSpecial(b)) return undefined
  if (isURL(a) && (!isURL(b) || a.href !== b.href)) return undefined
  return plain()
}

const plain = () => ({ isIndexed: false, size: 0, compare: NO_CONTENTS })

function isSpecial(value) {
  return (
    ArrayIsArray(value) ||
    types.isArrayBufferView(value) ||
    types.isSet(value) ||
    types.isMap(value) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isAnyArrayBuffer(value) ||
    types.isBoxedPrimitive(value) ||
    isErrorLike(value)
  )
}

function sameRegExp(a, b) {
  return (
    RegExpSource(a) === RegExpSource(b) &&
    RegExpFlags(a) === RegExpFlags(b) &&
    a.lastIndex === b.lastIndex
  )
}

function sameView(a, b, run) {
  if (a.byteLength !== b.byteLength) return false
  const name = types.typedArrayName(a)
  if (!run.strict && (name === 'Float32Array' || name === 'Float64Array')) {
    const { length } = a
    if (length !== b.length) return false
    for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false
    return true
  }
  return sameBytes(
    new NativeUint8Array(a.buffer, a.byteOffset, a.byteLength),
    new NativeUint8Array(b.buffer, b.byteOffset, b.byteLength),
  )
}

function sameBytes(a, b) {
  const left = types.isTypedArray(a) ? a : new NativeUint8Array(a)
  const right = types.isTypedArray(b) ? b : new NativeUint8Array(b)
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false
  return true
}

function sameError(a, b, run) {
  for (const key of ['message', 'name', 'cause', 'errors']) {
    const isEnumerable = ObjectIsEnumerable(a, key)
    if (isEnumerable !== ObjectIsEnumerable(b, key)) return false
    if (isEnumerable) continue
    const isDeep = key === 'cause' || key === 'errors'
    if (isDeep ? !compare(a[key], b[key], run) : a[key] !== b[key]) return false
  }
  return true
}

function sameBoxed(a, b) {
  if (types.isNumberObject(a))
    return types.isNumberObject(b) && ObjectIs(NumberValueOf(a), NumberValueOf(b))
  if (types.isStringObject(a))
    return types.isStringObject(b) && StringValueOf(a) === StringValueOf(b)
  if (types.isBooleanObject(a))
    return types.isBooleanObject(b) && BooleanValueOf(a) === BooleanValueOf(b)
  if (types.isBigIntObject(a))
    return types.isBigIntObject(b) && BigIntValueOf(a) === BigIntValueOf(b)
  return types.isSymbolObject(b) && SymbolValueOf(a) === SymbolValueOf(b)
}

function comparedKeys(value, run, isIndexed) {
  const keys = isIndexed
    ? filter(ObjectKeys(value), (key) => RegExpExec(INDEX, key) === null)
    : ObjectKeys(value)
  if (!run.strict) return keys
  const symbols = ObjectGetOwnPropertySymbols(value)
  for (let i = 0; i < symbols.length; i++) {
    if (ObjectIsEnumerable(value, symbols[i])) append(keys, symbols[i])
  }
  return keys
}

function compareProperties(a, b, run, contents) {
  const keys = comparedKeys(a, run, contents.isIndexed)
  if (keys.length !== comparedKeys(b, run, contents.isIndexed).length) return false
  for (let i = 0; i < keys.length; i++) if (!ObjectIsEnumerable(b, keys[i])) return false
  if (keys.length === 0 && contents.size === 0) return true
  return withoutCycles(a, b, run, () => {
    for (let i = 0; i < keys.length; i++) {
      if (!compare(a[keys[i]], b[keys[i]], run)) return false
    }
    return contents.compare(a, b, run)
  })
}

/** Values that are already being compared further out count as equal: both sides have the cycle. */
function withoutCycles(a, b, run, inner) {
  const { pairs } = run
  if (isBeingCompared(pairs, a, b)) return true
  run.pairs = { a, b, outer: pairs }
  const result = inner()
  run.pairs = pairs
  return result
}

/** Like Node, next to the outermost values the pair must be the same; deeper, any two of them do. */
function isBeingCompared(pairs, a, b) {
  if (pairs === undefined) return false
  if (pairs.outer === undefined) return pairs.a === a && pairs.b === b
  let sawA = false
  let sawB = false
  for (let pair = pairs; pair !== undefined; pair = pair.outer) {
    sawA ||= pair.a === a || pair.b === a
    sawB ||= pair.a === b || pair.b === b
  }
  return sawA && sawB
}

function compareItems(a, b, length, run) {
  for (let i = 0; i < length; i++) {
    const hasA = ObjectHasOwn(a, i)
    if (hasA !== ObjectHasOwn(b, i)) return false
    if (!hasA) return compareSparse(a, b, run)
    if (!compare(a[i], b[i], run)) return false
  }
  return true
}

function compareSparse(a, b, run) {
  const keys = ObjectKeys(a)
  if (keys.length !== ObjectKeys(b).length) return false
  for (let i = 0; i < keys.length; i++) {
    if (!ObjectHasOwn(b, keys[i]) || !compare(a[keys[i]], b[keys[i]], run)) return false
  }
  return true
}

/** What a primitive may equal loosely: undefined and null each other, numbers and their texts. */
function loosePartner(primitive) {
  if (primitive === undefined) return { only: null }
  if (primitive === null) return { only: undefined }
  if (typeof primitive === 'symbol') return 'none'
  if (typeof primitive === 'string') return NumberIsNaN(+primitive) ? 'none' : 'some'
  return NumberIsNaN(primitive) ? 'none' : 'some'
}

function mayHaveLooseMember(a, b, primitive) {
  const partner = loosePartner(primitive)
  if (typeof partner === 'string') return partner === 'some'
  return SetHas(b, partner.only) && !SetHas(a, partner.only)
}

function compareSets(a, b, run) {
  const left = new NativeSet()
  let isPossible = true
  SetForEach(a, (value) => {
    if (!isPossible || SetHas(b, value)) return
    if (!isObject(value) && (run.strict || !mayHaveLooseMember(a, b, value))) isPossible = false
    else SetAdd(left, value)
  })
  if (!isPossible) return false
  if (SetSize(left) === 0) return true
  SetForEach(b, (value) => {
    if (!isPossible || SetHas(a, value)) return
    if (isObject(value) || !run.strict)
      isPossible = takeEqual(left, (other) => compare(other, value, run))
  })
  return isPossible && SetSize(left) === 0
}

function mayHaveLooseEntry(a, b, key, item, run) {
  const partner = loosePartner(key)
  if (typeof partner === 'string') return partner === 'some'
  const other = MapGet(b, partner.only)
  if ((other === undefined && !MapHas(b, partner.only)) || !compare(item, other, run)) return false
  return !MapHas(a, partner.only)
}

function compareMaps(a, b, run) {
  const left = new NativeSet()
  let isPossible = true
  MapForEach(a, (item, key) => {
    if (!isPossible) return
    if (isObject(key)) {
      SetAdd(left, key)
      return
    }
    const other = MapGet(b, key)
    if ((other !== undefined || MapHas(b, key)) && compare(item, other, run)) return
    if (run.strict || !mayHaveLooseEntry(a, b, key, item, run)) isPossible = false
    else SetAdd(left, key)
  })
  if (!isPossible) return false
  if (SetSize(left) === 0) return true
  MapForEach(b, (item, key) => {
    if (!isPossible) return
    const isMatched = !isObject(key) && MapHas(a, key) && compare(MapGet(a, key), item, run)
    if (!isObject(key) && (run.strict || isMatched)) return
    isPossible = takeEqual(
      left,
      (other) => compare(other, key, run) && compare(MapGet(a, other), item, run),
    )
  })
  return isPossible && SetSize(left) === 0
}

/** Removes the first member that matches; false where there is none. */
function takeEqual(set, matches) {
  let isFound = false
  SetForEach(set, (member) => {
    if (isFound || !matches(member)) return
    SetDelete(set, member)
    isFound = true
  })
  return isFound
}
