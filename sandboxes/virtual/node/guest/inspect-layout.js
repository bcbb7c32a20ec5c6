import {
  ArrayJoin,
  MathFloor,
  MathMax,
  MathMin,
  MathRound,
  MathSqrt,
  push,
  replaceEach,
  StringCharCodeAt,
  StringIncludes,
  StringPadEnd,
  StringPadStart,
  StringRepeat,
} from 'node:internal/primordials'

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with one
const ESCAPE_SEQUENCE = /\u001b\[\d\d?m/g
const SEPARATOR_WIDTH = 2
const CHARACTER_HEIGHT = 2.5
const MAX_COLUMNS = 15

const uncolored = (text) => replaceEach(text, ESCAPE_SEQUENCE, () => '')

/** Columns a text takes on a terminal: East Asian characters and emoji take two. */
export function displayWidth(text) {
  const plain = uncolored(text)
  let width = 0
  for (let i = 0; i < plain.length; i++) {
    const code = StringCharCodeAt(plain, i)
    if (code < 0x300) width += code >= 0x20 && code !== 0x7f ? 1 : 0
    else if (code >= 0xd800 && code <= 0xdbff) width += 2
    else if (code >= 0xdc00 && code <= 0xdfff) continue
    else if (code <= 0x36f || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f)) continue
    else width += isWide(code) ? 2 : 1
  }
  return width
}

function isWide(code) {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6)
  )
}

/** Joins the entries of one object: on a line if they are few and short, else one a line. */
export function combineLines(context, output, base, braces, list, level) {
  const { compact, breakLength, indentation } = context
  const head = base === '' ? '' : `${base} `
  if (compact !== true) {
    let entries = output
    if (typeof compact === 'number' && compact >= 1) {
      if (list !== undefined && output.length > 6) entries = groupItems(context, output, list)
      const isInner = context.currentDepth - level < compact
      if (isInner && entries.length === output.length) {
        const start = entries.length + indentation + braces[0].length + base.length + 10
        if (fits(breakLength, entries, start, base)) {
          const joined = ArrayJoin(entries, ', ')
          if (!StringIncludes(joined, '\n')) return `${head}${braces[0]} ${joined} ${braces[1]}`
        }
      }
    }
    const line = `\n${StringRepeat(' ', indentation)}`
    return `${head}${braces[0]}${line}  ${ArrayJoin(entries, `,${line}  `)}${line}${braces[1]}`
  }
  if (fits(breakLength, output, 0, base)) {
    return `${braces[0]}${base ? ` ${base}` : ''} ${ArrayJoin(output, ', ')} ${braces[1]}`
  }
  const line = `\n${StringRepeat(' ', indentation)}`
  const lead = base === '' && braces[0].length === 1 ? ' ' : `${base ? ` ${base}` : ''}${line}  `
  return `${braces[0]}${lead}${ArrayJoin(output, `,${line}  `)} ${braces[1]}`
}

function fits(breakLength, output, start, base) {
  let total = output.length + start
  if (total + output.length > breakLength) return false
  for (let i = 0; i < output.length; i++) {
    total += uncolored(output[i]).length
    if (total > breakLength) return false
  }
  return base === '' || !StringIncludes(base, '\n')
}

/** Lays out more than six short items in aligned columns. */
function groupItems(context, output, list) {
  const hasRemainder = context.maxArrayLength < output.length
  const count = hasRemainder ? output.length - 1 : output.length
  const widths = []
  let total = 0
  let widest = 0
  for (let i = 0; i < count; i++) {
    const width = displayWidth(output[i])
    push(widths, width)
    total += width + SEPARATOR_WIDTH
    widest = MathMax(widest, width)
  }
  const cell = widest + SEPARATOR_WIDTH
  const isWorthIt =
    cell * 3 + context.indentation < context.breakLength && (total / cell > 5 || widest <= 6)
  if (!isWorthIt) return output

  const bias = MathSqrt(cell - total / output.length)
  const biasedCell = MathMax(cell - 3 - bias, 1)
  const columns = MathMin(
    MathRound(MathSqrt(CHARACTER_HEIGHT * biasedCell * count) / biasedCell),
    MathFloor((context.breakLength - context.indentation) / cell),
    context.compact * 4,
    MAX_COLUMNS,
  )
  if (columns <= 1) return output

  const columnWidths = []
  for (let column = 0; column < columns; column++) {
    let width = 0
    for (let i = column; i < output.length; i += columns) width = MathMax(width, widths[i] ?? 0)
    push(columnWidths, width + SEPARATOR_WIDTH)
  }
  const alignsRight = allNumbers(list, output.length)
  const lines = []
  for (let row = 0; row < count; row += columns) {
    const end = MathMin(row + columns, count)
    let line = ''
    for (let i = row; i < end; i++) {
      const isLast = i === end - 1
      const text = isLast ? output[i] : `${output[i]}, `
      const width = columnWidths[i - row] + output[i].length - widths[i]
      if (alignsRight) line += StringPadStart(text, isLast ? width - SEPARATOR_WIDTH : width)
      else line += isLast ? text : StringPadEnd(text, width)
    }
    push(lines, line)
  }
  if (hasRemainder) push(lines, output[count])
  return lines
}

function allNumbers(list, count) {
  for (let i = 0; i < count; i++) {
    if (typeof list[i] !== 'number' && typeof list[i] !== 'bigint') return false
  }
  return true
}
