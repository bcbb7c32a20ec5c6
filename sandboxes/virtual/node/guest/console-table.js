import { inspect } from 'node:internal/inspect'
import { displayWidth } from 'node:internal/inspect-layout'

const SHOW = { maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY, depth: 1 }
const INDEX = '(index)'
const ITERATION_INDEX = '(iteration index)'
const VALUES = 'Values'

/** The text of `console.table`. */
export function tableText(data, columns) {
  const { rows, indexName } = rowsOf(data)
  const names = columns === undefined ? columnsOf(rows) : [...columns]
  const hasValues = rows.some(({ value }) => !isRecord(value))
  const header = [indexName, ...names, ...(hasValues && columns === undefined ? [VALUES] : [])]
  const body = rows.map(({ key, value }) => {
    const cells = names.map((name) =>
      isRecord(value) && Object.hasOwn(value, name) ? inspect(value[name], SHOW) : '',
    )
    const isPlain = hasValues && columns === undefined
    return [key, ...cells, ...(isPlain ? [isRecord(value) ? '' : inspect(value, SHOW)] : [])]
  })
  return draw(header, body)
}

const isRecord = (value) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

function rowsOf(data) {
  if (data instanceof Map) {
    const rows = [...data].map(([key, value], index) => ({
      key: `${index}`,
      value: { Key: key, Values: value },
    }))
    return { rows, indexName: ITERATION_INDEX }
  }
  if (data instanceof Set) {
    const rows = [...data].map((value, index) => ({ key: `${index}`, value }))
    return { rows, indexName: ITERATION_INDEX }
  }
  return { rows: Object.keys(data).map((key) => ({ key, value: data[key] })), indexName: INDEX }
}

function columnsOf(rows) {
  const names = new Set()
  for (const { value } of rows) {
    if (isRecord(value)) for (const name of Object.keys(value)) names.add(name)
  }
  return [...names]
}

function draw(header, body) {
  const widths = header.map((name, column) =>
    Math.max(...[name, ...body.map((row) => row[column])].map((cell) => displayWidth(cell) + 2)),
  )
  const line = (left, middle, right) =>
    left + widths.map((width) => '─'.repeat(width)).join(middle) + right
  const cells = (row) => `│${row.map((cell, column) => padded(cell, widths[column])).join('│')}│`
  return [
    line('┌', '┬', '┐'),
    cells(header),
    line('├', '┼', '┤'),
    ...body.map(cells),
    line('└', '┴', '┘'),
  ].join('\n')
}

function padded(text, width) {
  return ` ${text}${' '.repeat(width - displayWidth(text) - 1)}`
}
