import { linesOf } from './lines.ts'
import { StatusTable, type TestStatus, type TestStatuses } from './statuses.ts'

const RUN = /^=== RUN {3}(\S.*)$/
const END = /^--- (PASS|FAIL|SKIP): (\S.*) \(\d+(?:\.\d+)?s\)$/
const PACKAGE = /^(?:ok {2}|FAIL|\? {3})\t(\S+)(?:\t|$| )/
const STATUS: Readonly<Record<string, TestStatus>> = {
  PASS: 'passed',
  FAIL: 'failed',
  SKIP: 'skipped',
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
}

/**
 * go test with `-v` or `-json`. A test is known as `TestX/case` and, where the package is told, as
 * `<package> TestX/case`: names recur across packages. A test that began and did not end is an error.
 */
export function parseGo(log: string): TestStatuses {
  const table = new StatusTable()
  const text = new PackageRun(table)
  const events = new Map<string, PackageRun>()
  for (const line of linesOf(log)) {
    const event = line.startsWith('{"') ? readEvent(line) : undefined
    if (!event) {
      readLine(line, text)
      continue
    }
    const run = events.get(event.package) ?? new PackageRun(table)
    events.set(event.package, run)
    if (event.action === 'run') run.start(event.test)
    const status = STATUS[event.action]
    if (status) run.end(event.test, status)
  }
  text.close(undefined)
  for (const [name, run] of events) run.close(name)
  return table.all()
}

/** Tests of the package that is running; its name is known last. */
class PackageRun {
  readonly #table: StatusTable
  readonly #open = new Set<string>()
  #statuses = new StatusTable()

  constructor(table: StatusTable) {
    this.#table = table
  }

  start(test: string): void {
    this.#open.add(test)
  }

  isKnown(test: string): boolean {
    return this.#open.has(test) || this.#statuses.has(test)
  }

  end(test: string, status: TestStatus): void {
    this.#open.delete(test)
    this.#statuses.add(test, status)
  }

  close(name: string | undefined): void {
    for (const test of this.#open) this.#statuses.add(test, 'error')
    for (const [test, status] of this.#statuses.all()) {
      this.#table.add(test, status)
      if (name !== undefined) this.#table.add(`${name} ${test}`, status)
    }
    this.#open.clear()
    this.#statuses = new StatusTable()
  }
}

function readLine(line: string, run: PackageRun): void {
  const started = RUN.exec(line)?.[1]
  if (started !== undefined) run.start(started)
  // Output that ended without a line end stands before it.
  const ended = END.exec(line.slice(Math.max(0, line.lastIndexOf('--- '))))
  const test = ended?.[2] ?? ''
  const status = STATUS[ended?.[1] ?? '']
  // Without `-v` only failures are told; a pass of a test that never began was printed by someone else.
  if (status && (status === 'failed' || run.isKnown(test))) run.end(test, status)
  const name = PACKAGE.exec(line)?.[1]
  if (name !== undefined) run.close(name)
}

function readEvent(line: string): { action: string; package: string; test: string } | undefined {
  try {
    const { Action, Package, Test } = JSON.parse(line)
    if (typeof Action !== 'string' || typeof Test !== 'string') return undefined
    return { action: Action, package: String(Package ?? ''), test: Test }
  } catch {
    return undefined
  }
}
