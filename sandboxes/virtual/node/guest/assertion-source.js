import { callerLocation } from 'node:internal/errors'
import { host } from 'node:internal/host'
import { ArrayJoin, ArraySlice, RegExpExec, StringSlice, split } from 'node:internal/primordials'

const MAX_LINES = 10

/** The source of the assertion being called, for the message of a falsy value. */
export function expressionAtCaller() {
  const place = callerLocation()
  if (place === undefined) return undefined
  const source = host.sourceOf(place.file)
  if (source === undefined) return undefined
  const lines = split(source, '\n')
  const first = lines[place.line - 1]
  if (first === undefined) return undefined
  const start = calleeStart(first, place.column - 1)
  const rest = ArraySlice(lines, place.line - 1, place.line - 1 + MAX_LINES)
  rest[0] = StringSlice(first, start)
  return callText(ArrayJoin(rest, '\n'))
}

/** Where the callee of a call begins, going back from the parenthesis: names, dots and brackets. */
function calleeStart(line, parenthesis) {
  let start = parenthesis
  let depth = 0
  while (start > 0) {
    const character = line[start - 1]
    if (character === ']') depth++
    else if (character === '[') depth--
    else if (depth === 0 && RegExpExec(/[\w$.?]/, character) === null) break
    start--
  }
  return start
}

/** The text up to the parenthesis that closes the first one, strings skipped. */
function callText(text) {
  let depth = 0
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (quote !== '') {
      if (character === '\\') i++
      else if (character === quote) quote = ''
    } else if (character === "'" || character === '"' || character === '`') {
      quote = character
    } else if (character === '(') {
      depth++
    } else if (character === ')' && --depth === 0) {
      return StringSlice(text, 0, i + 1)
    }
  }
  return undefined
}
