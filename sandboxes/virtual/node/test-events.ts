/** One thing a test file tells while it runs; the same events as Node's test runner has. */
export type TestEvent =
  | { readonly type: 'start'; readonly nesting: number; readonly name: string }
  | { readonly type: 'plan'; readonly nesting: number; readonly count: number }
  | { readonly type: 'diagnostic'; readonly nesting: number; readonly message: string }
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | TestResultEvent

export interface TestResultEvent {
  readonly type: 'pass' | 'fail'
  readonly nesting: number
  readonly name: string
  readonly number: number
  readonly durationMs: number
  readonly isSuite: boolean
  readonly directive: '' | 'skip' | 'todo'
  readonly reason: string
  readonly failure?: TestFailure
}

export interface TestFailure {
  readonly failureType: string
  /** `file:line:column` of the call that made the test. */
  readonly location: string
  /** Lines of the details, not indented. */
  readonly yaml: string
  /** The error as `util.inspect` shows it. */
  readonly shown: string
}

export interface TestCounts {
  tests: number
  suites: number
  pass: number
  fail: number
  cancelled: number
  skipped: number
  todo: number
  topLevel: number
}

export function noCounts(): TestCounts {
  return { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0, topLevel: 0 }
}

const CANCELLED = new Set(['cancelledByParent', 'testAborted', 'testTimeoutFailure'])

/** Adds one result, by the rules of Node's summary. */
export function count(counts: TestCounts, event: TestResultEvent): void {
  if (event.nesting === 0) counts.topLevel++
  if (event.isSuite) {
    counts.suites++
    return
  }
  counts.tests++
  if (event.directive === 'skip') counts.skipped++
  else if (event.directive === 'todo') counts.todo++
  else if (event.failure !== undefined && CANCELLED.has(event.failure.failureType))
    counts.cancelled++
  else if (event.type === 'pass') counts.pass++
  else counts.fail++
}
