/** What a log says of a test. An expected failure counts as passed, as SWE-bench has it. */
export type TestStatus = 'passed' | 'failed' | 'skipped' | 'error'

/** Test name, as the runner prints it, -> status. */
export type TestStatuses = ReadonlyMap<string, TestStatus>

export interface ParseOptions {
  /** Where the tests ran: reports that name files by absolute path are made relative to it. */
  readonly root?: string | undefined
}

export type LogParser = (log: string, options?: ParseOptions) => TestStatuses

const severity: Record<TestStatus, number> = { passed: 0, skipped: 1, failed: 2, error: 3 }

/** Longer names are no names of tests, and would make a map of them expensive. */
const MAX_NAME = 4096

/**
 * Statuses by name. Of several with one name the worst is kept, so that a line which the judged code
 * prints beside the runner's can make a test fail and never make it pass.
 */
export class StatusTable {
  readonly #statuses = new Map<string, TestStatus>()

  add(name: string, status: TestStatus): void {
    const key = name.trim()
    if (key === '' || key.length > MAX_NAME) return
    const known = this.#statuses.get(key)
    if (known === undefined || severity[status] > severity[known]) this.#statuses.set(key, status)
  }

  has(name: string): boolean {
    return this.#statuses.has(name.trim())
  }

  all(): TestStatuses {
    return this.#statuses
  }
}

/** The statuses under other names; where two names become one, the worse status stays. */
export function rename(statuses: TestStatuses, to: (name: string) => string): TestStatuses {
  const table = new StatusTable()
  for (const [name, status] of statuses) table.add(to(name), status)
  return table.all()
}
