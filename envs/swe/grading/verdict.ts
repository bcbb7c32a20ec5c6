import type { RepairTask } from '../tasks/format.ts'
import { fileOf } from '../tasks/format.ts'
import type { TestRun } from './run-test-files.ts'

/** How a repository does on the tests of its task. */
export interface Verdict {
  /** The changes could be put onto the pristine repository. */
  readonly patchApplies: boolean
  readonly resolved: boolean
  /** Share of the tests in question that pass. */
  readonly failToPass: number
  readonly passToPass: number
  /** Tests of the task that ended with a result. */
  readonly testsRun: number
  /** Tests of the task that do not pass, with the reason. */
  readonly failing: readonly { readonly id: string; readonly reason: string }[]
  /** What the code under test did to its run. */
  readonly tried: readonly string[]
}

/** A test that was skipped, or that is missing, has not passed. */
export function verdictOf(
  { failToPass, passToPass }: RepairTask,
  { results, broken, tried }: TestRun,
): Verdict {
  const byId = new Map(results.map((result) => [result.id, result]))
  const failing: { id: string; reason: string }[] = []
  const shareOf = (ids: readonly string[]) => {
    const failed = ids.filter((id) => byId.get(id)?.status !== 'passed')
    for (const id of failed) {
      const result = byId.get(id)
      const reason = result
        ? (result.error ?? `it is ${result.status}`)
        : (broken.get(fileOf(id)) ?? 'it did not run')
      failing.push({ id, reason })
    }
    return ids.length === 0 ? 1 : (ids.length - failed.length) / ids.length
  }
  const shares = { failToPass: shareOf(failToPass), passToPass: shareOf(passToPass) }
  return {
    patchApplies: true,
    resolved: failing.length === 0,
    ...shares,
    testsRun: [...failToPass, ...passToPass].filter((id) => byId.has(id)).length,
    failing,
    tried,
  }
}

/** What a repository is worth before anything was changed: by definition of a task, nothing. */
export const untouched: Verdict = {
  patchApplies: true,
  resolved: false,
  failToPass: 0,
  passToPass: 1,
  testsRun: 0,
  failing: [],
  tried: [],
}

/** The changes do not fit: as if no test had passed. */
export const inapplicable: Verdict = { ...untouched, patchApplies: false, passToPass: 0 }
