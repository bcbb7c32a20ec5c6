import { inspect } from 'node:internal/inspect'
import {
  ArrayJoin,
  DateGetTime,
  DateToISOString,
  map,
  NumberIsNaN,
  ObjectEntries,
  push,
  split,
} from 'node:internal/primordials'
import { isDate, isError } from 'node:internal/types'

const MAX_DEPTH = 20
const INSPECT = { colors: false, breakLength: Number.POSITIVE_INFINITY }

/** The lines of a failed test's details, as Node's TAP reporter writes them. */
export function yamlDetails({ failureType, message, code, name, assertion, frames }) {
  const lines = []
  write(lines, '', 'failureType', failureType, [])
  write(lines, '', 'error', message, [])
  if (code) write(lines, '', 'code', code, [])
  if (name && name !== 'Error') write(lines, '', 'name', name, [])
  if (assertion !== undefined) {
    write(lines, '', 'expected', assertion.expected, [])
    write(lines, '', 'actual', assertion.actual, [])
    if (assertion.operator) write(lines, '', 'operator', assertion.operator, [])
  }
  if (frames !== undefined && frames.length > 0) {
    push(lines, 'stack: |-')
    for (let i = 0; i < frames.length; i++) push(lines, `  ${frames[i]}`)
  }
  return ArrayJoin(lines, '\n')
}

function write(lines, indent, name, value, outer) {
  if (value === undefined) return
  if (value === null) push(lines, `${indent}${name}: ~`)
  else if (typeof value === 'object') writeObject(lines, indent, name, value, outer)
  else if (typeof value === 'string') writeText(lines, indent, name, value)
  else push(lines, `${indent}${name}: ${inspect(value, INSPECT)}`)
}

function writeText(lines, indent, name, text) {
  const parts = map(split(text, '\n'), (line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  if (parts.length === 1) {
    push(lines, `${indent}${name}: ${inspect(text, INSPECT)}`)
    return
  }
  push(lines, `${indent}${name}: |-`)
  for (let i = 0; i < parts.length; i++) push(lines, `${indent}  ${parts[i]}`)
}

function writeObject(lines, indent, name, value, outer) {
  const date = isDate(value) && !NumberIsNaN(DateGetTime(value)) ? ` ${DateToISOString(value)}` : ''
  push(lines, `${indent}${name}:${date}`)
  if (outer.length >= MAX_DEPTH) return
  const entries = ObjectEntries(value)
  push(outer, value)
  for (let i = 0; i < entries.length; i++) {
    const [key, item] = [entries[i][0], entries[i][1]]
    const isRepeated = outer.includes(item)
    if (isRepeated) push(lines, `${indent}  ${key}: <Circular>`)
    else write(lines, `${indent}  `, key, item, outer)
  }
  if (isError(value)) write(lines, indent, 'error', value.message, outer)
  outer.length--
}
