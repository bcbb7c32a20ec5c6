import type { Rng } from '../../../core/index.ts'
import type { Example } from './example.ts'
import { layouts } from './layouts.ts'
import type { Feature } from './mutants.ts'

/** What a report is made of. */
export interface Report {
  readonly library: string
  readonly level: number
  /** Suites and test of the failing behaviours an agent can see. */
  readonly visible: readonly (readonly string[])[]
  /** What the report shows: one behaviour a symptom. */
  readonly cases: readonly ReportCase[]
  readonly feature?: Feature
}

export interface ReportCase {
  /** Suites and test. */
  readonly names: readonly string[]
  readonly example: Example | undefined
}

/** A report as a user would write it: what is seen, never where or why. */
export function writeStatement(report: Report, rng: Rng): string {
  const { level, feature, visible } = report
  const style = feature
    ? 'missing-feature'
    : report.cases.length > 1
      ? 'several'
      : visible.length === 0 || level === 3
        ? 'unseen'
        : level === 2
          ? 'far'
          : 'near'
  const parts = rng.pick(layouts[style])(report, rng)
  return parts.filter((part) => part !== '').join('\n\n')
}
