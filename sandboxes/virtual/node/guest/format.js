import { hasBuiltInToString, inspect } from 'node:internal/inspect'
import {
  JSONStringify,
  NativeString,
  ObjectIs,
  StringCharCodeAt,
  StringIndexOf,
  StringSlice,
  SymbolToString,
} from 'node:internal/primordials'

const PERCENT = 37

/** `util.format`. */
export function format(...args) {
  return formatWithOptions(undefined, ...args)
}

/** `util.formatWithOptions`. */
export function formatWithOptions(options, ...args) {
  if (args.length === 0) return ''
  const [first] = args
  if (args.length === 1)
    return typeof first === 'string' ? first : inspect(first, { ...options, compact: 3 })
  let used = 0
  let text = ''
  if (typeof first === 'string') {
    const filled = fill(first, args, options)
    text = filled.text
    used = filled.used
  }
  let separator = used === 0 ? '' : ' '
  for (let i = used; i < args.length; i++) {
    text += separator
    text += typeof args[i] === 'string' ? args[i] : inspect(args[i], { ...options, compact: 3 })
    separator = ' '
  }
  return text
}

function fill(template, args, options) {
  let text = ''
  let used = 1
  let from = 0
  for (;;) {
    const at = StringIndexOf(template, '%', from)
    if (at < 0 || at + 1 >= template.length) break
    const code = template[at + 1]
    text += StringSlice(template, from, at)
    if (StringCharCodeAt(template, at + 1) === PERCENT) {
      text += '%'
    } else {
      const shown = used < args.length ? formatOne(code, args[used], options) : undefined
      if (shown === undefined) {
        text += `%${code}`
      } else {
        text += shown
        used++
      }
    }
    from = at + 2
  }
  return { text: text + StringSlice(template, from), used }
}

/** The text of one directive; undefined where `%` and the character are no directive. */
function formatOne(code, value, options) {
  switch (code) {
    case 's':
      return formatText(value, options)
    case 'd':
      return formatNumber(value, Number)
    case 'i':
      return formatNumber(value, Number.parseInt)
    case 'f':
      return typeof value === 'symbol' ? 'NaN' : numberText(Number.parseFloat(value))
    case 'j':
      return formatJson(value)
    case 'o':
      return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 })
    case 'O':
      return inspect(value, options)
    case 'c':
      return ''
    default:
      return undefined
  }
}

function numberText(value) {
  return ObjectIs(value, -0) ? '-0' : `${value}`
}

function formatNumber(value, convert) {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol' || (typeof value === 'object' && convert !== Number)) return 'NaN'
  return numberText(convert(value))
}

function formatText(value, options) {
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'symbol') return SymbolToString(value)
  const isPlain = typeof value !== 'object' || value === null
  if (isPlain || !hasBuiltInToString(value)) return NativeString(value)
  return inspect(value, { ...options, depth: 0, colors: false, compact: 3 })
}

function formatJson(value) {
  try {
    return `${JSONStringify(value)}`
  } catch (error) {
    if (/circular/i.test(error.message)) return '[Circular]'
    throw error
  }
}
