import type { BenchVerdict, TestList } from './verdict.ts'

type Outcome = {
  readonly success: readonly string[]
  readonly failure: readonly string[]
}

/** SWE-bench's report of one instance, as plain JSON. */
export type InstanceReport = {
  readonly patch_is_None: boolean
  readonly patch_exists: boolean
  readonly patch_successfully_applied: boolean
  readonly resolved: boolean
  readonly tests_status?: Readonly<Record<TestList | 'FAIL_TO_FAIL' | 'PASS_TO_FAIL', Outcome>>
}

/** The report of a prediction; without a verdict where its patch could not be put on. */
export function reportOf(
  modelPatch: string | null,
  verdict: BenchVerdict | undefined,
): InstanceReport {
  const report = {
    patch_is_None: modelPatch === null,
    patch_exists: modelPatch !== null,
    patch_successfully_applied: false,
    resolved: false,
  }
  if (modelPatch === null || !verdict) return report
  const none = { success: [], failure: [] }
  return {
    ...report,
    patch_successfully_applied: true,
    resolved: verdict.resolved,
    tests_status: {
      FAIL_TO_PASS: outcomeOf(verdict, 'FAIL_TO_PASS'),
      PASS_TO_PASS: outcomeOf(verdict, 'PASS_TO_PASS'),
      FAIL_TO_FAIL: none,
      PASS_TO_FAIL: none,
    },
  }
}

function outcomeOf({ tests }: BenchVerdict, list: TestList): Outcome {
  const own = tests.filter((test) => test.list === list)
  return {
    success: own.filter(({ counts }) => counts).map(({ name }) => name),
    failure: own.filter(({ counts }) => !counts).map(({ name }) => name),
  }
}
