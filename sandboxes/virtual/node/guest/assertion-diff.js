import { inspect } from 'node:internal/inspect'
import {
  ArrayJoin,
  ArraySlice,
  MathMax,
  MathMin,
  push,
  StringEndsWith,
  StringRepeat,
  StringSlice,
  split,
} from 'node:internal/primordials'

const SHORT_PAIR = 12
const LINE_WIDTH = 80
const MAX_LINES = 50
const CONTEXT_LINES = 2

const HEADERS = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
}
const SAME_STRUCTURE = 'Values have same structure but are not reference-equal:'

const isObject = (value) => typeof value === 'object' && value !== null

/** A value with every property on its own line, so that lines can be compared. */
export function inspectForDiff(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Number.POSITIVE_INFINITY,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  })
}

/** What differs between two values, `+` for actual lines and `-` for expected ones. */
export function diffMessage(actual, expected, operator, message) {
  const areObjects =
    (isObject(actual) && isObject(expected)) ||
    (typeof actual === 'function' && typeof expected === 'function')
  const kind = operator === 'strictEqual' && areObjects ? 'strictEqualObject' : operator
  const header = message || HEADERS[kind]
  const actualLines = split(inspectForDiff(actual), '\n')
  const expectedLines = split(inspectForDiff(expected), '\n')

  let indicator = ''
  if (
    actualLines.length === 1 &&
    expectedLines.length === 1 &&
    actualLines[0] !== expectedLines[0]
  ) {
    const length = actualLines[0].length + expectedLines[0].length
    if (length <= SHORT_PAIR) {
      const arePrimitive = !isObject(actual) && !isObject(expected)
      if (arePrimitive && (actual !== 0 || expected !== 0)) {
        return `${header}\n\n${actualLines[0]} !== ${expectedLines[0]}\n`
      }
    } else if (kind !== 'strictEqualObject' && length < LINE_WIDTH) {
      const same = commonPrefix(actualLines[0], expectedLines[0])
      if (same > 2) indicator = `\n  ${StringRepeat(' ', same)}^`
    }
  }
  if (ArrayJoin(actualLines, '\n') === ArrayJoin(expectedLines, '\n')) {
    const shown =
      actualLines.length > MAX_LINES
        ? `${ArrayJoin(ArraySlice(actualLines, 0, MAX_LINES - 4), '\n')}\n...`
        : ArrayJoin(actualLines, '\n')
    return `${SAME_STRUCTURE}\n\n${shown}\n`
  }
  const { text, isShortened } = collapse(compareLines(actualLines, expectedLines))
  const note = isShortened ? ' ... Lines skipped' : ''
  return `${header}\n+ actual - expected${note}\n\n${text}${indicator}`
}

function commonPrefix(a, b) {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** Lines that differ only in a trailing comma are the same: their place in a list moved. */
function isSameLine(a, b) {
  return (
    a === b ||
    (StringEndsWith(a, ',') && StringSlice(a, 0, -1) === b) ||
    (StringEndsWith(b, ',') && StringSlice(b, 0, -1) === a)
  )
}

/** Line by line, in step, as Node 20 does it: the common end is matched first. */
function compareLines(actual, expected) {
  let end = 0
  const most = MathMin(actual.length, expected.length)
  while (end < most && actual[actual.length - 1 - end] === expected[expected.length - 1 - end])
    end++
  const left = ArraySlice(actual, 0, actual.length - end)
  const right = ArraySlice(expected, 0, expected.length - end)
  const rows = []
  let removed = []
  const flush = () => {
    for (let i = 0; i < removed.length; i++) push(rows, { mark: '-', line: removed[i] })
    removed = []
  }
  const length = MathMax(left.length, right.length)
  for (let i = 0; i < length; i++) {
    if (i < left.length && i < right.length && isSameLine(left[i], right[i])) {
      flush()
      push(rows, { mark: ' ', line: left[i].length > right[i].length ? left[i] : right[i] })
      continue
    }
    if (i < left.length) push(rows, { mark: '+', line: left[i] })
    if (i < right.length) push(removed, right[i])
  }
  flush()
  for (let i = actual.length - end; i < actual.length; i++)
    push(rows, { mark: ' ', line: actual[i] })
  return rows
}

/** Long runs of equal lines become `...`. */
function collapse(rows) {
  const kept = []
  let isShortened = false
  let i = 0
  while (i < rows.length) {
    let runEnd = i
    while (runEnd < rows.length && rows[runEnd].mark === ' ') runEnd++
    const run = runEnd - i
    const head = i === 0 || runEnd === rows.length ? CONTEXT_LINES + 1 : CONTEXT_LINES
    if (run > head + CONTEXT_LINES + 1) {
      for (let k = i; k < i + CONTEXT_LINES; k++) push(kept, `  ${rows[k].line}`)
      push(kept, '...')
      for (let k = runEnd - CONTEXT_LINES; k < runEnd; k++) push(kept, `  ${rows[k].line}`)
      isShortened = true
    } else {
      for (let k = i; k < runEnd; k++) push(kept, `  ${rows[k].line}`)
    }
    if (runEnd < rows.length) push(kept, `${rows[runEnd].mark} ${rows[runEnd].line}`)
    i = runEnd + 1
  }
  if (kept.length <= MAX_LINES) return { text: ArrayJoin(kept, '\n'), isShortened }
  return { text: `${ArrayJoin(ArraySlice(kept, 0, MAX_LINES), '\n')}\n...`, isShortened: true }
}
