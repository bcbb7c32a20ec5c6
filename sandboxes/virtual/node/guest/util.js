import { AbortController } from 'node:internal/abort'
import { isDeepStrictEqual } from 'node:internal/comparisons'
import { TextDecoder, TextEncoder } from 'node:internal/encoding'
import { invalidArgument, nodeError } from 'node:internal/errors'
import { addTick } from 'node:internal/event-loop'
import { format, formatWithOptions } from 'node:internal/format'
import { inspect } from 'node:internal/inspect'
import { defaultOptions } from 'node:internal/inspect-options'
import { parseArgs } from 'node:internal/parse-args'
import { types } from 'node:internal/types'

const PROMISIFY = Symbol.for('nodejs.util.promisify.custom')

const STYLES = {
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  black: [30, 39],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  white: [37, 39],
  gray: [90, 39],
  grey: [90, 39],
  redBright: [91, 39],
  greenBright: [92, 39],
  yellowBright: [93, 39],
  blueBright: [94, 39],
  magentaBright: [95, 39],
  cyanBright: [96, 39],
  whiteBright: [97, 39],
  bgBlack: [40, 49],
  bgRed: [41, 49],
  bgGreen: [42, 49],
  bgYellow: [43, 49],
  bgBlue: [44, 49],
  bgMagenta: [45, 49],
  bgCyan: [46, 49],
  bgWhite: [47, 49],
}

inspect.defaultOptions = { ...defaultOptions }
inspect.colors = STYLES
inspect.styles = {
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: 'red',
  module: 'underline',
}

export function promisify(original) {
  if (typeof original !== 'function')
    throw invalidArgument('original', 'of type function', original)
  if (original[PROMISIFY]) return original[PROMISIFY]
  function promisified(...args) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [
        ...args,
        (error, value) => (error ? reject(error) : resolve(value)),
      ])
    })
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original))
  Object.defineProperty(promisified, PROMISIFY, { value: promisified })
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original))
}
promisify.custom = PROMISIFY

export function callbackify(original) {
  if (typeof original !== 'function')
    throw invalidArgument('original', 'of type function', original)
  return function callbackified(...args) {
    const callback = args.pop()
    Reflect.apply(original, this, args).then(
      (value) => addTick(callback, [null, value]),
      (error) =>
        addTick(callback, [
          error ??
            nodeError(
              'Error',
              'ERR_FALSY_VALUE_REJECTION',
              'Promise was rejected with falsy value',
              { reason: error },
            ),
        ]),
    )
  }
}

export function inherits(child, parent) {
  if (child == null) throw invalidArgument('ctor', 'of type function', child)
  if (parent == null) throw invalidArgument('superCtor', 'of type function', parent)
  if (parent.prototype === undefined) {
    throw invalidArgument('superCtor.prototype', 'of type object', parent.prototype)
  }
  Object.defineProperty(child, 'super_', {
    value: parent,
    writable: true,
    configurable: true,
  })
  Object.setPrototypeOf(child.prototype, parent.prototype)
}

const warned = new Set()

export function deprecate(fn, message, code) {
  let wasCalled = false
  function deprecated(...args) {
    if (!wasCalled && !warned.has(code)) {
      wasCalled = true
      if (code !== undefined) warned.add(code)
      const tag = code === undefined ? '' : `[${code}] `
      globalThis.process.emitWarning(`${tag}${message}`, 'DeprecationWarning')
    }
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args)
  }
  Object.setPrototypeOf(deprecated, fn)
  if (fn.prototype) deprecated.prototype = fn.prototype
  return deprecated
}

export function debuglog(section) {
  const names = `${globalThis.process.env.NODE_DEBUG ?? ''}`.toUpperCase().split(',')
  const isEnabled = names.includes(`${section}`.toUpperCase())
  const log = (...args) => {
    if (isEnabled)
      globalThis.process.stderr.write(
        `${`${section}`.toUpperCase()} ${globalThis.process.pid}: ${format(...args)}\n`,
      )
  }
  log.enabled = isEnabled
  return log
}

export function stripVTControlCharacters(text) {
  if (typeof text !== 'string') throw invalidArgument('str', 'of type string', text)
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is stripped
    /[\u001B\u009B][[\]()#;?]*(?:(?:(?:[a-zA-Z\d]*(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?\u0007)|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]))/g,
    '',
  )
}

export function styleText(style, text) {
  let result = text
  for (const name of Array.isArray(style) ? style : [style]) {
    const codes = STYLES[name]
    if (codes === undefined)
      throw nodeError(
        'TypeError',
        'ERR_INVALID_ARG_VALUE',
        `The argument 'format' must be one of: ${Object.keys(STYLES)
          .map((key) => `'${key}'`)
          .join(', ')}. Received ${inspect(name)}`,
      )
    result = `\u001b[${codes[0]}m${result}\u001b[${codes[1]}m`
  }
  return result
}

export const toUSVString = (value) => `${value}`.toWellFormed()
export const getSystemErrorName = (number) =>
  ({ [-2]: 'ENOENT', [-17]: 'EEXIST', [-22]: 'EINVAL', [-13]: 'EACCES' })[number]

export async function aborted(signal) {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

const isOf = (type) => (value) => typeof value === type

export default {
  TextDecoder,
  TextEncoder,
  _extend: (target, source) =>
    source !== null && typeof source === 'object' ? Object.assign(target, source) : target,
  aborted,
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  formatWithOptions,
  getSystemErrorName,
  inherits,
  inspect,
  isArray: Array.isArray,
  isBoolean: isOf('boolean'),
  isDate: types.isDate,
  isDeepStrictEqual,
  isError: (value) => types.isNativeError(value) || value instanceof Error,
  isFunction: isOf('function'),
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value == null,
  isNumber: isOf('number'),
  isObject: (value) => typeof value === 'object' && value !== null,
  isPrimitive: (value) =>
    value === null || (typeof value !== 'object' && typeof value !== 'function'),
  isRegExp: types.isRegExp,
  isString: isOf('string'),
  isSymbol: isOf('symbol'),
  isUndefined: (value) => value === undefined,
  parseArgs,
  promisify,
  stripVTControlCharacters,
  styleText,
  toUSVString,
  transferableAbortController: () => new AbortController(),
  types,
}
