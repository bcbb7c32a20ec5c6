import { linesOf } from './lines.ts'
import { StatusTable, type TestStatuses } from './statuses.ts'

const FAILURE = /^_+ (\S+\.py:\S+) _+$/

/** SymPy's own runner: `test_name ok`, and `<file>.py:<test>` for what failed. */
export function parseSympy(log: string): TestStatuses {
  const table = new StatusTable()
  for (const raw of linesOf(log)) {
    const line = raw.trim()
    const failure = FAILURE.exec(line)?.[1]
    if (failure !== undefined) table.add(failure, 'failed')
    if (!line.startsWith('test_')) continue
    const name = line.slice(0, line.indexOf(' '))
    if (line.endsWith(' ok')) table.add(name, 'passed')
    else if (line.endsWith(' F')) table.add(name, 'failed')
    else if (line.endsWith(' E')) table.add(name, 'error')
  }
  return table.all()
}
