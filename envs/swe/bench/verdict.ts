import type { TestStatus, TestStatuses } from './parsers/index.ts'

/** The tests that judge an instance. */
export interface JudgingTests {
  readonly failToPass: readonly string[]
  readonly passToPass: readonly string[]
}

export type TestList = 'FAIL_TO_PASS' | 'PASS_TO_PASS'

/** How one test of the lists came out. */
export interface TestVerdict {
  readonly name: string
  readonly list: TestList
  readonly status: TestStatus | 'missing'
  /** Counts as a success under SWE-bench's rules. */
  readonly counts: boolean
  /** Counts as a success under the strict rules. */
  readonly countsStrictly: boolean
}

export interface BenchVerdict {
  /** SWE-bench's `resolved`: the resolution is FULL. */
  readonly resolved: boolean
  /** Nothing that is skipped or missing counts, unless the gold patch skips it too. */
  readonly resolvedStrict: boolean
  readonly resolution: 'FULL' | 'PARTIAL' | 'NO'
  /** Shares of the lists that count under SWE-bench's rules; 1 where a list is empty. */
  readonly failToPass: number
  readonly passToPass: number
  /** The same under the strict rules. */
  readonly failToPassStrict: number
  readonly passToPassStrict: number
  readonly tests: readonly TestVerdict[]
}

export interface VerdictOptions {
  /** Statuses under the gold patch: what it skips need not pass. */
  readonly gold?: TestStatuses | undefined
  /** SWE-bench's `fail_only` repositories: whatever is not told to fail counts. */
  readonly failOnly?: boolean | undefined
}

/** Judges the statuses of a test run. */
export function judge(
  { failToPass, passToPass }: JudgingTests,
  statuses: TestStatuses,
  options: VerdictOptions = {},
): BenchVerdict {
  const rules = options.failOnly ? failOnlyRules : sweBenchRules
  const verdictOf = (name: string, list: TestList): TestVerdict => {
    const status = statuses.get(name) ?? 'missing'
    const isSkippedByGold = options.gold?.get(name) === 'skipped'
    const countsStrictly = status === 'passed' || (status === 'skipped' && isSkippedByGold)
    return { name, list, status, counts: rules[list](status), countsStrictly }
  }
  const fixed = failToPass.map((name) => verdictOf(name, 'FAIL_TO_PASS'))
  const kept = passToPass.map((name) => verdictOf(name, 'PASS_TO_PASS'))
  const tests = [...fixed, ...kept]
  const shares = { failToPass: share(fixed, 'counts'), passToPass: share(kept, 'counts') }
  const resolution = resolutionOf(shares)
  return {
    resolved: resolution === 'FULL',
    // A verdict over no test at all would pay for anything.
    resolvedStrict: tests.length > 0 && tests.every(({ countsStrictly }) => countsStrictly),
    resolution,
    ...shares,
    failToPassStrict: share(fixed, 'countsStrictly'),
    passToPassStrict: share(kept, 'countsStrictly'),
    tests,
  }
}

type Rule = (status: TestVerdict['status']) => boolean

const sweBenchRules: Readonly<Record<TestList, Rule>> = {
  FAIL_TO_PASS: (status) => status === 'passed',
  PASS_TO_PASS: (status) => status === 'passed' || status === 'skipped',
}
const notFailed: Rule = (status) => status !== 'failed'
const failOnlyRules = { FAIL_TO_PASS: notFailed, PASS_TO_PASS: notFailed }

function share(tests: readonly TestVerdict[], key: 'counts' | 'countsStrictly'): number {
  return tests.length === 0 ? 1 : tests.filter((test) => test[key]).length / tests.length
}

function resolutionOf(shares: { failToPass: number; passToPass: number }) {
  if (shares.passToPass < 1 || shares.failToPass === 0) return 'NO'
  return shares.failToPass === 1 ? 'FULL' : 'PARTIAL'
}
