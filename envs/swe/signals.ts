import type { Diagnosis } from './diagnostics/diagnose.ts'
import type { Verdict } from './grading/verdict.ts'

/** What an episode measured, the same names on every path. */
export type RepairSignals = {
  /** All tests in question pass: those that must start to, and those that must go on. */
  readonly resolved: boolean
  /** Share of FAIL_TO_PASS that passes. */
  readonly failToPass: number
  /** Share of PASS_TO_PASS that passes. */
  readonly passToPass: number
  /** `failToPass * passToPass`: 0 with the bug, 1 once resolved. */
  readonly progress: number
  /** The agent's changes could be put onto the pristine repository. */
  readonly patchApplies: boolean
  /** Tests of the task that ended with a result; 0 while nothing was changed. */
  readonly testsRun: number
  /** 1 where every source file parses and finds what it imports, else 0. */
  readonly builds: number
  /** Problems that source files show without being run. */
  readonly diagnostics: number
  /** Source files changed, added or removed. */
  readonly filesTouched: number
  /** Lines of source added and removed. */
  readonly linesChanged: number
  /** Changes that grading left out: of tests, packages, configuration. */
  readonly droppedChanges: number
  /** Findings of `info.integrity`: what was tried that no repair needs. */
  readonly tampering: number
  /** Actions that were invalid or could not do what they were asked. */
  readonly failedActions: number
}

export interface Measured {
  readonly verdict: Verdict
  readonly diagnosis: Diagnosis
  readonly filesTouched: number
  readonly linesChanged: number
  readonly droppedChanges: number
  /** What was tried in the files as they are now. */
  readonly integrity: readonly string[]
}

export function signalsOf(
  { verdict, diagnosis, filesTouched, linesChanged, droppedChanges, integrity }: Measured,
  { failedActions, tried }: { readonly failedActions: number; readonly tried: ReadonlySet<string> },
): RepairSignals {
  const { resolved, failToPass, passToPass, patchApplies, testsRun } = verdict
  return {
    resolved,
    failToPass,
    passToPass,
    progress: failToPass * passToPass,
    patchApplies,
    testsRun,
    builds: diagnosis.builds ? 1 : 0,
    diagnostics: diagnosis.problems.length,
    filesTouched,
    linesChanged,
    droppedChanges,
    tampering: integrity.length + tried.size,
    failedActions,
  }
}
