import {
  ArrayJoin,
  map,
  NumberIsFinite,
  NumberToString,
  ObjectIs,
  push,
  replaceEach,
  StringCharCodeAt,
  StringIncludes,
  StringIndexOf,
  StringPadStart,
  StringRepeat,
  StringSlice,
  SymbolToString,
} from 'node:internal/primordials'

const ESCAPED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const SHORT = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 92: '\\\\' }
const LONG_TEXT = 16

function escapeCharacter(character) {
  const code = StringCharCodeAt(character, 0)
  if (SHORT[code] !== undefined) return SHORT[code]
  const hex = NumberToString(code, 16)
  return code < 256 ? `\\x${StringPadStart(hex, 2, '0').toUpperCase()}` : `\\u${hex}`
}

export function escapeText(text) {
  return replaceEach(text, ESCAPED, escapeCharacter)
}

/** A string literal in the quotes that need the least escaping. */
export function quote(text) {
  const escaped = escapeText(text)
  if (!StringIncludes(text, "'")) return `'${escaped}'`
  if (!StringIncludes(text, '"')) return `"${escaped}"`
  if (!StringIncludes(text, '`') && !StringIncludes(text, '${')) return `\`${escaped}\``
  return `'${replaceEach(escaped, /'/g, () => "\\'")}'`
}

export function formatPrimitive(stylize, value, context) {
  switch (typeof value) {
    case 'string':
      return formatString(stylize, value, context)
    case 'number':
      return stylize(formatNumber(value, context.numericSeparator), 'number')
    case 'bigint':
      return stylize(`${context.numericSeparator ? grouped(`${value}`) : value}n`, 'bigint')
    case 'symbol':
      return stylize(SymbolToString(value), 'symbol')
    case 'undefined':
      return stylize('undefined', 'undefined')
    default:
      return stylize(`${value}`, 'boolean')
  }
}

function formatNumber(value, numericSeparator) {
  if (ObjectIs(value, -0)) return numericSeparator ? '0' : '-0'
  const text = `${value}`
  if (!numericSeparator || !NumberIsFinite(value) || StringIncludes(text, 'e')) return text
  const point = StringIndexOf(text, '.')
  if (point < 0) return grouped(text)
  const fraction = replaceEach(
    StringSlice(text, point + 1),
    /\d{3}(?=\d)/g,
    (digits) => `${digits}_`,
  )
  return `${grouped(StringSlice(text, 0, point))}.${fraction}`
}

function grouped(integer) {
  return replaceEach(integer, /\d(?=(?:\d{3})+$)/g, (digit) => `${digit}_`)
}

function formatString(stylize, value, context) {
  let trailer = ''
  let text = value
  if (text.length > context.maxStringLength) {
    const more = text.length - context.maxStringLength
    text = StringSlice(text, 0, context.maxStringLength)
    trailer = `... ${more} more character${more > 1 ? 's' : ''}`
  }
  const isLong =
    text.length > LONG_TEXT && text.length > context.breakLength - context.indentation - 4
  if (context.compact !== true && isLong) {
    const lines = map(keepBreaks(text), (line) => stylize(quote(line), 'string'))
    return ArrayJoin(lines, ` +\n${StringRepeat(' ', context.indentation + 2)}`) + trailer
  }
  return stylize(quote(text), 'string') + trailer
}

function keepBreaks(text) {
  const lines = []
  let from = 0
  while (from < text.length) {
    const at = StringIndexOf(text, '\n', from)
    const end = at < 0 ? text.length : at + 1
    push(lines, StringSlice(text, from, end))
    from = end
  }
  return lines
}
