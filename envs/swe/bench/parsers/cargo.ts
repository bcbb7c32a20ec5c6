import { linesOf } from './lines.ts'
import { StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'

const TEST = /^test (\S.*?) \.\.\.(?: (.*))?$/

/** cargo test: the name of each test, doctests included. Output may stand before a status (`--nocapture`). */
export function parseCargo(log: string): TestStatuses {
  const table = new StatusTable()
  let place: 'outside' | 'running' | 'failures' = 'outside'
  let open: string | undefined
  for (const line of linesOf(log)) {
    const test = TEST.exec(line)
    const status = statusOf(test ? (test[2] ?? '') : line)
    // A failure is believed wherever it stands: printed lines may hide where tests are told.
    if (test && status === 'failed') table.add(nameOf(test[1] ?? ''), status)
    if (/^running \d+ tests?$/.test(line)) place = 'running'
    else if (line === 'failures:') place = 'failures'
    else if (line.startsWith('test result: ')) place = 'outside'
    else if (place === 'failures' && /^ {4}\S/.test(line)) table.add(nameOf(line), 'failed')
    else if (place === 'running') {
      if (test) open = nameOf(test[1] ?? '')
      if (open !== undefined && status) {
        table.add(open, status)
        open = undefined
      }
    }
  }
  return table.all()
}

const nameOf = (text: string) => text.trim().replace(/ - should panic$/, '')

function statusOf(text: string): TestStatus | undefined {
  if (text === 'ok') return 'passed'
  if (text === 'FAILED') return 'failed'
  return text === 'ignored' || text.startsWith('ignored, ') ? 'skipped' : undefined
}
