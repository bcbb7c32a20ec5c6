import { parseTap } from '../../grading/tap.ts'
import { linesOf } from './lines.ts'
import { StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'

const RESULT = /^(not )?ok (\d+)(?: (.*))?$/

/** Node 18 wraps the tests of a file in a result for it; later versions do not name files at all. */
const FILE = /^(?:\/|[A-Za-z]:\\).*?\.[cm]?[jt]sx? > /

/** node:test with the TAP reporter: `<suite> > <test>`. */
export function parseNodeTap(log: string): TestStatuses {
  const table = new StatusTable()
  const text = [...linesOf(log)].join('\n')
  for (const { id, status } of parseTap(text)) {
    table.add(id.replace(FILE, ''), status === 'todo' ? 'skipped' : status)
  }
  return table.all()
}

/** tape: `<title> :: <message of the assertion>`; a title may occur several times. */
export function parseTapeTap(log: string): TestStatuses {
  const table = new StatusTable()
  let title = ''
  for (const line of linesOf(log)) {
    const result = readResult(line)
    if (result) table.add(`${title} :: ${result.name.replace(/^- /, '')}`, result.status)
    else if (line.startsWith('# ')) title = line.slice(2).trim()
  }
  return table.all()
}

/** mocha with the TAP reporter: the titles of suites and test, joined by spaces. */
export function parseMochaTap(log: string): TestStatuses {
  const table = new StatusTable()
  for (const line of linesOf(log)) {
    const result = readResult(line)
    if (result) table.add(result.name, result.status)
  }
  return table.all()
}

/** As SWE-bench names the results of any TAP: all that follows the number. */
export function parsePlainTap(log: string): TestStatuses {
  const table = new StatusTable()
  for (const line of linesOf(log)) {
    const match = RESULT.exec(line.trim())
    if (match) table.add(match[3] ?? '', match[1] === undefined ? 'passed' : 'failed')
  }
  return table.all()
}

/** What the YAML block below a result says is indented, so it makes none. */
function readResult(line: string): { name: string; status: TestStatus } | undefined {
  const match = RESULT.exec(line)
  if (!match) return undefined
  const text = match[3] ?? ''
  const directive = /(?:^| )# (?:skip|todo)\b/i.exec(text)
  const name = (directive ? text.slice(0, directive.index) : text).trim()
  if (directive) return { name, status: 'skipped' }
  return { name, status: match[1] === undefined ? 'passed' : 'failed' }
}
