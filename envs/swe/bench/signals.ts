/** What an episode measured, the same names on every path; all 0 until it is graded. */
export type BenchSignals = {
  /** What the task's own verdict is worth: 1 for `resolvedStrict`; the reward that a Harbor verifier gave. */
  readonly verdict: number
  /** SWE-bench's rules: a skipped PASS_TO_PASS test counts as passed. */
  readonly resolved: boolean
  /** Nothing that is skipped or missing counts, unless the fix itself skips it: what rewards use. */
  readonly resolvedStrict: boolean
  /** Share of FAIL_TO_PASS that passes, strictly. */
  readonly failToPass: number
  /** Share of PASS_TO_PASS that passes, strictly. */
  readonly passToPass: number
  /** `failToPass * passToPass`; of a Harbor task its verdict, between 0 and 1. */
  readonly progress: number
  /** The change could be put onto the pristine repository. */
  readonly patchApplies: boolean
  /** Tests of the lists that ended with a result. */
  readonly testsRun: number
  /** Source files changed, added or removed. */
  readonly filesTouched: number
  /** Lines of source added and removed. */
  readonly linesChanged: number
  /** Changes that grading left out: of tests, packages, configuration. */
  readonly droppedChanges: number
  /** Actions that were invalid or could not do what they were asked. */
  readonly failedActions: number
}

export const ungraded: Omit<BenchSignals, 'failedActions'> = {
  verdict: 0,
  resolved: false,
  resolvedStrict: false,
  failToPass: 0,
  passToPass: 0,
  progress: 0,
  patchApplies: false,
  testsRun: 0,
  filesTouched: 0,
  linesChanged: 0,
  droppedChanges: 0,
}
