import { host } from 'node:internal/host'
import { formatErrorBase } from 'node:internal/inspect-error'
import { combineLines, displayWidth } from 'node:internal/inspect-layout'
import { inspectOptions } from 'node:internal/inspect-options'
import { escapeText, formatPrimitive, quote } from 'node:internal/inspect-primitives'
import {
  ArrayIsArray,
  ArrayJoin,
  ArraySlice,
  ArraySort,
  BigIntValueOf,
  BooleanValueOf,
  DataViewBuffer,
  DataViewByteLength,
  DataViewByteOffset,
  DateGetTime,
  DateToISOString,
  DateToString,
  FunctionHasInstance,
  FunctionToString,
  filter,
  indexOf,
  MapForEach,
  MapGet,
  MapSet,
  MapSize,
  MathMax,
  MathMin,
  map,
  NativeMap,
  NativeString,
  NativeUint8Array,
  NumberIsNaN,
  NumberToString,
  NumberValueOf,
  ObjectGetOwnPropertyDescriptor,
  ObjectGetOwnPropertyNames,
  ObjectGetOwnPropertySymbols,
  ObjectGetPrototypeOf,
  ObjectHasOwn,
  ObjectIsEnumerable,
  ObjectKeys,
  push,
  ReflectApply,
  RegExpExec,
  RegExpToString,
  replaceAll,
  SetForEach,
  SetSize,
  StringEndsWith,
  StringIncludes,
  StringPadStart,
  StringRepeat,
  StringSlice,
  StringStartsWith,
  StringValueOf,
  SymbolToString,
  SymbolValueOf,
  TypedArrayLength,
  TypedArrayTag,
} from 'node:internal/primordials'
import { proxyTarget } from 'node:internal/proxies'
import * as types from 'node:internal/types'

export const CUSTOM = Symbol.for('nodejs.util.inspect.custom')

const MAX_TEXT = 2 ** 27
const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/
const INDEX = /^(0|[1-9][0-9]*)$/
const BUILT_IN = /^[A-Z][a-zA-Z0-9]+$/
const builtInNames = new NativeMap()
for (const name of ObjectGetOwnPropertyNames(globalThis)) {
  if (RegExpExec(BUILT_IN, name) !== null) MapSet(builtInNames, name, true)
}

/** `util.inspect`. */
export function inspect(value, options, ...legacy) {
  const context = inspectOptions(inspect, options, legacy)
  return formatValue(context, value, 0)
}

inspect.custom = CUSTOM

function formatValue(context, value, level, inBuffer) {
  if (value === null) return context.stylize('null', 'null')
  if (typeof value !== 'object' && typeof value !== 'function') {
    return formatPrimitive(context.stylize, value, context)
  }
  const original = value
  const target = proxyTarget(value)
  if (target !== undefined) {
    if (context.showProxy) return context.stylize('Proxy [Object]', 'special')
    value = target
  }
  if (context.customInspect) {
    const custom = value[CUSTOM]
    const isPrototype = value.constructor && value.constructor.prototype === value
    if (typeof custom === 'function' && custom !== inspect && !isPrototype) {
      const depth = context.depth === null ? null : context.depth - level
      const result = ReflectApply(custom, original, [depth, context.forUser(), inspect])
      if (result !== original) {
        if (typeof result !== 'string') return formatValue(context, result, level)
        return replaceAll(result, '\n', `\n${StringRepeat(' ', context.indentation)}`)
      }
    }
  }
  if (indexOf(context.seen, value) >= 0) return circularReference(context, value)
  return formatObject(context, value, level, inBuffer)
}

function circularReference(context, value) {
  context.circular ??= new NativeMap()
  let index = MapGet(context.circular, value)
  if (index === undefined) {
    index = MapSize(context.circular) + 1
    MapSet(context.circular, value, index)
  }
  return context.stylize(`[Circular *${index}]`, 'special')
}

function formatObject(context, value, level, inBuffer) {
  const className = constructorName(value, context, level)
  const tag = tagOf(context, value)
  const shape = shapeOf(context, value, className, tag, inBuffer)
  if (shape.whole !== undefined) return shape.whole
  const { keys, braces, isList } = shape
  let { base } = shape

  if (level > context.depth && context.depth !== null) {
    const name = StringSlice(prefixOf(className, tag, fallbackName(value)), 0, -1)
    return context.stylize(className === null ? name : `[${name}]`, 'special')
  }
  push(context.seen, value)
  context.currentDepth = level + 1
  const { indentation } = context
  let output
  try {
    output = shape.entries(level + 1)
    for (let i = 0; i < keys.length; i++) {
      push(output, formatProperty(context, value, level + 1, keys[i], isList ? 'extra' : 'object'))
    }
  } catch (error) {
    if (!isStackOverflow(error)) throw error
    context.seen.length--
    context.indentation = indentation
    const name = StringSlice(prefixOf(className, tag, fallbackName(value)), 0, -1)
    return context.stylize(
      `[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`,
      'special',
    )
  }
  const reference = context.circular && MapGet(context.circular, value)
  if (reference !== undefined) {
    const label = context.stylize(`<ref *${reference}>`, 'special')
    if (context.compact === true) braces[0] = `${label} ${braces[0]}`
    else base = base === '' ? label : `${label} ${base}`
  }
  context.seen.length--
  if (context.sorted) sortOutput(context, output, keys.length, isList)
  const text = combineLines(context, output, base, braces, isList ? value : undefined, level + 1)
  const spent = (context.budget[context.indentation] ?? 0) + text.length
  context.budget[context.indentation] = spent
  if (spent > MAX_TEXT) context.depth = -1
  return text
}

function isStackOverflow(error) {
  return types.isNativeError(error) && /stack/.test(error.message) && error.name === 'RangeError'
}

function sortOutput(context, output, keyCount, isList) {
  const comparator = context.sorted === true ? undefined : context.sorted
  if (!isList) {
    ArraySort(output, comparator)
  } else if (keyCount > 1) {
    const start = output.length - keyCount
    const sorted = ArraySort(ArraySlice(output, start), comparator)
    for (let i = 0; i < sorted.length; i++) output[start + i] = sorted[i]
  }
}

/** Name of the constructor in the prototype chain, or null for an object without a prototype. */
function constructorName(object, context, level) {
  let firstPrototype
  for (let at = object; at !== null; ) {
    const descriptor = ObjectGetOwnPropertyDescriptor(at, 'constructor')
    if (
      descriptor !== undefined &&
      typeof descriptor.value === 'function' &&
      descriptor.value.name !== '' &&
      isInstance(object, descriptor.value)
    ) {
      return NativeString(descriptor.value.name)
    }
    at = ObjectGetPrototypeOf(at)
    if (firstPrototype === undefined) firstPrototype = at
  }
  if (firstPrototype === null || firstPrototype === undefined) return null
  const name = fallbackName(object)
  if (level > context.depth && context.depth !== null) return `${name} <Complex prototype>`
  const inherited = constructorName(firstPrototype, context, level + 1)
  if (inherited !== null) return `${name} <${inherited}>`
  const shown = inspect(firstPrototype, { ...context.forUser(), customInspect: false, depth: -1 })
  return `${name} <${shown}>`
}

function isInstance(object, Class) {
  try {
    return FunctionHasInstance(Class, object)
  } catch {
    return false
  }
}

function fallbackName(value) {
  if (typeof value === 'function') return 'Function'
  if (ArrayIsArray(value)) return 'Array'
  if (types.isMap(value)) return 'Map'
  if (types.isSet(value)) return 'Set'
  if (types.isError(value)) return 'Error'
  if (types.isRegExp(value)) return 'RegExp'
  if (types.isDate(value)) return 'Date'
  return types.typedArrayName(value) ?? 'Object'
}

function tagOf(context, value) {
  const tag = value[Symbol.toStringTag]
  if (typeof tag !== 'string' || tag === '') return ''
  const isOwn = context.showHidden ? ObjectHasOwn : ObjectIsEnumerable
  return isOwn(value, Symbol.toStringTag) ? '' : tag
}

function prefixOf(className, tag, fallback, size = '') {
  if (className === null) {
    return tag !== '' && fallback !== tag
      ? `[${fallback}${size}: null prototype] [${tag}] `
      : `[${fallback}${size}: null prototype] `
  }
  return tag !== '' && className !== tag ? `${className}${size} [${tag}] ` : `${className}${size} `
}

function ownKeys(context, value) {
  const symbols = ObjectGetOwnPropertySymbols(value)
  const keys = context.showHidden ? ObjectGetOwnPropertyNames(value) : ObjectKeys(value)
  for (let i = 0; i < symbols.length; i++) {
    if (context.showHidden || ObjectIsEnumerable(value, symbols[i])) push(keys, symbols[i])
  }
  return keys
}

function nonIndexKeys(context, value) {
  return filter(
    ownKeys(context, value),
    (key) => typeof key === 'symbol' || RegExpExec(INDEX, key) === null,
  )
}

const NOTHING = () => []

/** How one kind of object is shown: its brackets, what stands before them and what is inside. */
function shapeOf(context, value, className, tag, inBuffer) {
  const list = listShape(context, value, className, tag)
  if (list !== undefined) return list
  const keys = ownKeys(context, value)
  const shape = { keys, braces: ['{', '}'], base: '', isList: false, entries: NOTHING }
  const based = (base, style) => {
    if (keys.length === 0) return { whole: style ? context.stylize(base, style) : base }
    return { ...shape, base }
  }
  if (typeof value === 'function') return based(functionBase(value, className, tag), 'special')
  if (types.isArgumentsObject(value)) {
    return keys.length === 0
      ? { whole: '[Arguments] {}' }
      : { ...shape, braces: ['[Arguments] {', '}'] }
  }
  if (types.isRegExp(value)) {
    const base = withPrefix(prefixOf(className, tag, 'RegExp'), 'RegExp ', RegExpToString(value))
    return based(base, 'regexp')
  }
  if (types.isDate(value)) {
    const isInvalid = NumberIsNaN(DateGetTime(value))
    const text = isInvalid ? DateToString(value) : DateToISOString(value)
    return based(withPrefix(prefixOf(className, tag, 'Date'), 'Date ', text), 'date')
  }
  if (types.isError(value)) return based(formatErrorBase(context, value, className, tag, keys))
  if (types.isBoxedPrimitive(value)) return boxedShape(context, value, className, tag, shape)
  if (className === 'Object') {
    if (tag !== '') shape.braces[0] = `${prefixOf(className, tag, 'Object')}{`
    return keys.length === 0 ? { whole: `${shape.braces[0]}}` } : shape
  }
  return exoticShape(context, value, className, tag, shape, inBuffer)
}

function withPrefix(prefix, usual, text) {
  return prefix === usual ? text : `${prefix}${text}`
}

function listShape(context, value, className, tag) {
  if (typeof value !== 'object') return undefined
  if (!(Symbol.iterator in value) && className !== null) return undefined
  const shape = (name, size, entries, isList) => {
    const isPlainArray = name === 'Array' && className === 'Array' && tag === ''
    const prefix = isPlainArray ? '' : prefixOf(className, tag, name, `(${size})`)
    const keys = isList ? nonIndexKeys(context, value) : ownKeys(context, value)
    const braces = isList ? [`${prefix}[`, ']'] : [`${prefix}{`, '}']
    if (size === 0 && keys.length === 0) return { whole: `${braces[0]}${braces[1]}` }
    return { keys, braces, base: '', isList, entries }
  }
  if (ArrayIsArray(value)) {
    return shape('Array', value.length, (level) => arrayEntries(context, value, level), true)
  }
  if (types.isSet(value)) {
    return shape('Set', SetSize(value), (level) => setEntries(context, value, level), false)
  }
  if (types.isMap(value)) {
    return shape('Map', MapSize(value), (level) => mapEntries(context, value, level), false)
  }
  if (types.isTypedArray(value)) {
    const size = TypedArrayLength(value)
    return shape(TypedArrayTag(value), size, (level) => typedEntries(context, value, level), true)
  }
  return undefined
}

function exoticShape(context, value, className, tag, shape, inBuffer) {
  const { keys } = shape
  const named = (name, entries = NOTHING, extraKeys = []) => ({
    ...shape,
    keys: [...extraKeys, ...keys],
    braces: [`${prefixOf(className, tag, name)}{`, '}'],
    entries,
  })
  if (types.isAnyArrayBuffer(value)) {
    const name = types.isArrayBuffer(value) ? 'ArrayBuffer' : 'SharedArrayBuffer'
    if (inBuffer && keys.length === 0) {
      const length = context.stylize(`${value.byteLength}`, 'number')
      return { whole: `${prefixOf(className, tag, name)}{ byteLength: ${length} }` }
    }
    return named(name, () => bufferEntries(context, value), ['byteLength'])
  }
  if (types.isDataView(value)) {
    const parts = {
      byteLength: DataViewByteLength(value),
      byteOffset: DataViewByteOffset(value),
      buffer: DataViewBuffer(value),
    }
    return named('DataView', (level) =>
      map(ObjectKeys(parts), (key) => formatProperty(context, parts, level, key, 'object')),
    )
  }
  if (types.isPromise(value)) {
    return named('Promise', (level) => promiseEntries(context, value, level))
  }
  const unknown = () => [context.stylize('<items unknown>', 'special')]
  if (types.isWeakSet(value)) return named('WeakSet', unknown)
  if (types.isWeakMap(value)) return named('WeakMap', unknown)
  if (types.isModuleNamespaceObject(value)) return named('Module')
  const prefix = prefixOf(className, tag, fallbackName(value))
  if (keys.length === 0) return { whole: `${prefix}{}` }
  return { ...shape, braces: [`${prefix}{`, '}'] }
}

function boxedShape(context, value, className, tag, shape) {
  let { keys } = shape
  let type = 'Symbol'
  let primitive
  if (types.isNumberObject(value)) {
    type = 'Number'
    primitive = NumberValueOf(value)
  } else if (types.isStringObject(value)) {
    type = 'String'
    primitive = StringValueOf(value)
    keys = ArraySlice(keys, primitive.length)
  } else if (types.isBooleanObject(value)) {
    type = 'Boolean'
    primitive = BooleanValueOf(value)
  } else if (types.isBigIntObject(value)) {
    type = 'BigInt'
    primitive = BigIntValueOf(value)
  } else {
    primitive = SymbolValueOf(value)
  }
  let base = `[${type}`
  if (type !== className) base += className === null ? ' (null prototype)' : ` (${className})`
  base += `: ${formatPrimitive((text) => text, primitive, context)}]`
  if (tag !== '' && tag !== className) base += ` [${tag}]`
  if (keys.length === 0) return { whole: context.stylize(base, type.toLowerCase()) }
  return { ...shape, keys, base }
}

function functionBase(value, className, tag) {
  const source = FunctionToString(value)
  if (StringStartsWith(source, 'class') && StringEndsWith(source, '}')) {
    return classBase(value, className, tag)
  }
  let type = 'Function'
  if (types.isGeneratorFunction(value)) type = `Generator${type}`
  if (types.isAsyncFunction(value)) type = `Async${type}`
  let base = `[${type}`
  if (className === null) base += ' (null prototype)'
  base += value.name === '' ? ' (anonymous)' : `: ${NativeString(value.name)}`
  base += ']'
  if (className !== type && className !== null) base += ` ${className}`
  if (tag !== '' && className !== tag) base += ` [${tag}]`
  return base
}

function classBase(value, className, tag) {
  const name = (ObjectHasOwn(value, 'name') && value.name) || '(anonymous)'
  let base = `class ${name}`
  if (className !== 'Function' && className !== null) base += ` [${className}]`
  if (tag !== '' && className !== tag) base += ` [${tag}]`
  if (className === null) return `[${base} extends [null prototype]]`
  const parent = ObjectGetPrototypeOf(value).name
  return parent ? `[${base} extends ${parent}]` : `[${base}]`
}

function remaining(count) {
  return `... ${count} more item${count > 1 ? 's' : ''}`
}

function arrayEntries(context, value, level) {
  const limit = MathMin(MathMax(0, context.maxArrayLength), value.length)
  const output = []
  let index = 0
  while (index < value.length && output.length < limit) {
    if (ObjectHasOwn(value, index)) {
      push(output, formatProperty(context, value, level, index, 'item'))
      index++
      continue
    }
    const next = nextIndex(value, index)
    const holes = next - index
    push(output, context.stylize(`<${holes} empty item${holes > 1 ? 's' : ''}>`, 'undefined'))
    index = next
  }
  if (index < value.length) push(output, remaining(value.length - index))
  return output
}

function nextIndex(array, from) {
  const keys = ObjectKeys(array)
  for (let i = 0; i < keys.length; i++) {
    if (RegExpExec(INDEX, keys[i]) === null) break
    if (+keys[i] > from) return +keys[i]
  }
  return array.length
}

function typedEntries(context, value, level) {
  const length = TypedArrayLength(value)
  const limit = MathMin(MathMax(0, context.maxArrayLength), length)
  const output = []
  for (let i = 0; i < limit; i++) push(output, formatPrimitive(context.stylize, value[i], context))
  if (length > limit) push(output, remaining(length - limit))
  if (context.showHidden) {
    context.indentation += 2
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
      push(output, `[${key}]: ${formatValue(context, value[key], level, true)}`)
    }
    context.indentation -= 2
  }
  return output
}

function setEntries(context, value, level) {
  const limit = MathMax(0, context.maxArrayLength)
  const output = []
  context.indentation += 2
  let count = 0
  SetForEach(value, (item) => {
    if (count++ < limit) push(output, formatValue(context, item, level))
  })
  context.indentation -= 2
  if (count > limit) push(output, remaining(count - limit))
  return output
}

function mapEntries(context, value, level) {
  const limit = MathMax(0, context.maxArrayLength)
  const output = []
  context.indentation += 2
  let count = 0
  MapForEach(value, (item, key) => {
    if (count++ >= limit) return
    push(output, `${formatValue(context, key, level)} => ${formatValue(context, item, level)}`)
  })
  context.indentation -= 2
  if (count > limit) push(output, remaining(count - limit))
  return output
}

function bufferEntries(context, value) {
  const bytes = new NativeUint8Array(value)
  const shown = MathMin(MathMax(0, context.maxArrayLength), bytes.length)
  const parts = []
  for (let i = 0; i < shown; i++) push(parts, StringPadStart(NumberToString(bytes[i], 16), 2, '0'))
  let text = ArrayJoin(parts, ' ')
  const more = bytes.length - shown
  if (more > 0) text += ` ... ${more} more byte${more > 1 ? 's' : ''}`
  return [`${context.stylize('[Uint8Contents]', 'special')}: <${text}>`]
}

function promiseEntries(context, value, level) {
  const state = host.promiseState(value)
  if (state === 0) return [context.stylize('<pending>', 'special')]
  context.indentation += 2
  const text = formatValue(context, host.promiseResult(value), level)
  context.indentation -= 2
  return [state === 2 ? `${context.stylize('<rejected>', 'special')} ${text}` : text]
}

function formatProperty(context, value, level, key, kind) {
  const descriptor = ObjectGetOwnPropertyDescriptor(value, key) ?? {
    value: value[key],
    enumerable: true,
  }
  const text = formatPropertyValue(context, value, level, kind, descriptor)
  if (kind === 'item') return text.shown
  return `${formatKey(context, key, descriptor)}:${text.space}${text.shown}`
}

function formatPropertyValue(context, value, level, kind, descriptor) {
  const { stylize: style } = context
  if (descriptor.value !== undefined) {
    const step = context.compact !== true || kind !== 'object' ? 2 : 3
    context.indentation += step
    const shown = formatValue(context, descriptor.value, level)
    const wraps = step === 3 && context.breakLength < displayWidth(shown)
    const space = wraps ? `\n${StringRepeat(' ', context.indentation)}` : ' '
    context.indentation -= step
    return { shown, space }
  }
  if (descriptor.get !== undefined) {
    return { shown: formatGetter(context, value, level, descriptor), space: ' ' }
  }
  if (descriptor.set !== undefined) return { shown: style('[Setter]', 'special'), space: ' ' }
  return { shown: style('undefined', 'undefined'), space: ' ' }
}

function formatGetter(context, value, level, { get, set }) {
  const { stylize: style, getters } = context
  const label = set === undefined ? 'Getter' : 'Getter/Setter'
  const isCalled =
    getters === true || (getters === 'get' && set === undefined) || (getters === 'set' && set)
  if (!isCalled) return style(`[${label}]`, 'special')
  const open = style(`[${label}:`, 'special')
  const close = style(']', 'special')
  try {
    const result = ReflectApply(get, value, [])
    if (typeof result !== 'object' || result === null) {
      return `${open} ${formatValue(context, result, level)}${close}`
    }
    context.indentation += 2
    const text = `${style(`[${label}]`, 'special')} ${formatValue(context, result, level)}`
    context.indentation -= 2
    return text
  } catch (error) {
    return `${open} <Inspection threw (${error.message})>${close}`
  }
}

function formatKey(context, key, descriptor) {
  if (typeof key === 'symbol') {
    return `[${context.stylize(escapeText(SymbolToString(key)), 'symbol')}]`
  }
  if (key === '__proto__') return "['__proto__']"
  if (descriptor.enumerable === false) return `[${escapeText(key)}]`
  if (RegExpExec(IDENTIFIER, key) !== null) return context.stylize(key, 'name')
  return context.stylize(quote(key), 'string')
}

/** Whether `String(value)` of an object would run code of the program. */
export function hasBuiltInToString(value) {
  const object = proxyTarget(value) ?? value
  if (typeof object.toString !== 'function') return true
  if (ObjectHasOwn(object, 'toString')) return false
  if (typeof object[Symbol.toPrimitive] === 'function' && !types.isDate(object)) return false
  let holder = object
  do holder = ObjectGetPrototypeOf(holder)
  while (holder !== null && !ObjectHasOwn(holder, 'toString'))
  if (holder === null) return true
  const descriptor = ObjectGetOwnPropertyDescriptor(holder, 'constructor')
  return (
    descriptor !== undefined &&
    typeof descriptor.value === 'function' &&
    MapGet(builtInNames, descriptor.value.name) === true &&
    StringIncludes(FunctionToString(descriptor.value), '[native code]')
  )
}
