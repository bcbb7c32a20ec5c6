import { ObjectAssign, ObjectKeys } from 'node:internal/primordials'

const DEFAULTS = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10_000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
}

const COLORS = {
  special: [36, 39],
  number: [33, 39],
  bigint: [33, 39],
  boolean: [33, 39],
  undefined: [90, 39],
  null: [1, 22],
  string: [32, 39],
  symbol: [32, 39],
  date: [35, 39],
  regexp: [31, 39],
  module: [4, 24],
}

export function stylize(text, style) {
  const color = COLORS[style]
  return color === undefined ? text : `\u001b[${color[0]}m${text}\u001b[${color[1]}m`
}

const plain = (text) => text

/** The state of one `inspect` call: its options, and where in the value it is. */
export function inspectOptions(inspect, options, legacy) {
  const context = {
    ...DEFAULTS,
    ...inspect.defaultOptions,
    seen: [],
    budget: {},
    circular: undefined,
    indentation: 0,
    currentDepth: 0,
    stylize: plain,
  }
  if (typeof options === 'boolean') {
    context.showHidden = options
    if (legacy[0] !== undefined) context.depth = legacy[0]
    if (legacy[1] !== undefined) context.colors = legacy[1]
  } else if (typeof options === 'object' && options !== null) {
    const keys = ObjectKeys(options)
    for (let i = 0; i < keys.length; i++) {
      const isKnown = keys[i] in DEFAULTS || keys[i] === 'stylize'
      if (isKnown && options[keys[i]] !== undefined) context[keys[i]] = options[keys[i]]
    }
    if (options.indentationLvl !== undefined) context.indentation = options.indentationLvl
    if (options.seen !== undefined) context.seen = options.seen
  }
  if (context.colors) context.stylize = stylize
  context.depth ??= null
  if (context.depth === Number.POSITIVE_INFINITY) context.depth = null
  context.maxArrayLength ??= Number.POSITIVE_INFINITY
  context.maxStringLength ??= Number.POSITIVE_INFINITY
  context.forUser = () => userOptions(context)
  return context
}

/** What a custom inspect function is handed. */
function userOptions(context) {
  const options = { stylize: context.stylize }
  const keys = ObjectKeys(DEFAULTS)
  for (let i = 0; i < keys.length; i++) options[keys[i]] = context[keys[i]]
  return ObjectAssign(options, { seen: context.seen, indentationLvl: context.indentation })
}

export const defaultOptions = { ...DEFAULTS }
