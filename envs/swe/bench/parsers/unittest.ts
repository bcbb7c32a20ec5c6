import { linesOf } from './lines.ts'
import { StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'

const TEST = /^(\w+ \([^\s()]+\))(?: [[(].*)?$/
const FAILURE = /^(FAIL|ERROR): (\w+ \([^\s()]+\))/

/**
 * unittest with `-v`, Django's runner included. A test with a docstring is printed on two lines, and
 * known by either. Output of the test may stand between a name and its status.
 */
export function parseUnittest(log: string): TestStatuses {
  const table = new StatusTable()
  let open: readonly string[] = []
  let before = ''
  for (const raw of linesOf(log)) {
    const line = raw.trim()
    const failure = FAILURE.exec(line)
    const result = readResult(line)
    if (failure) {
      table.add(failure[2] ?? '', failure[1] === 'FAIL' ? 'failed' : 'error')
    } else if (result) {
      const names = namesOf(result.name, before)
      if (result.status) for (const name of names) table.add(name, result.status)
      open = result.status ? [] : names
    } else if (open.length > 0) {
      const status = statusOf(line)
      if (status) for (const name of open) table.add(name, status)
      if (status) open = []
    }
    before = line
  }
  return table.all()
}

/** `name ... status`; without a status where output follows, or the results of subtests. */
function readResult(line: string): { name: string; status: TestStatus | undefined } | undefined {
  const first = line.indexOf(' ...')
  const last = line.lastIndexOf(' ...')
  if (first <= 0) return undefined
  for (const at of [last, first]) {
    const status = statusOf(line.slice(at + 4).trim())
    if (status) return { name: line.slice(0, at), status }
  }
  const name = line.slice(0, first)
  return TEST.test(name) ? { name, status: undefined } : undefined
}

/** A subtest counts for its test, and the first line of a docstring follows the name of its test. */
function namesOf(text: string, before: string): readonly string[] {
  const test = TEST.exec(text)
  if (test) return [test[1] ?? text]
  const name = TEST.exec(before)?.[1]
  return name === undefined ? [text] : [text, name]
}

function statusOf(text: string): TestStatus | undefined {
  if (text === 'ok' || text === 'OK' || text === 'expected failure') return 'passed'
  if (text === 'FAIL' || text === 'unexpected success') return 'failed'
  if (text === 'ERROR') return 'error'
  return /^skipped(?: ['"].*)?$/.test(text) ? 'skipped' : undefined
}
