import type { Failure } from './failures.ts'
import type { ProbedRuns } from './probe-runtime.ts'

/** What is known about the failure. */
export interface Evidence {
  readonly failures: readonly Failure[]
  /** Code that goes wrong: the reported example, and failing tests. */
  readonly code: string
  /** Words of the report. */
  readonly words: ReadonlySet<string>
  /** What should have been seen, and what was. */
  readonly expected: string
  readonly actual: string
  /** Failing and passing runs as probes saw them; none failing where they could not be watched. */
  readonly failing: readonly ProbedRuns[]
  readonly passing: readonly ProbedRuns[]
  /** What ran outside of tests. */
  readonly outside: readonly ProbedRuns[]
  /** Candidates whose difference was measured. */
  readonly weighed: ReadonlySet<number>
  /** The place where a candidate is watched. */
  readonly siteOf: ReadonlyMap<number, number>
  /** Texts that show how things are used: sources and tests. */
  readonly texts: readonly string[]
}
