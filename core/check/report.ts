import { messageOf } from '../errors.ts'

export interface CheckResult {
  readonly name: string
  /** `waived`: declared not to hold, with its reason as the detail. */
  readonly status: 'passed' | 'failed' | 'waived'
  readonly detail: string
}

export interface CheckReport {
  readonly env: string
  readonly checks: readonly CheckResult[]
  readonly passed: boolean
}

/** What one check found: a sentence, or why it does not apply. It throws what is wrong. */
export type Finding = string | { readonly waived: string }

/** Runs one check and says how it went. */
export async function runCheck(
  name: string,
  body: () => Promise<Finding>,
  signal: AbortSignal | undefined,
): Promise<CheckResult> {
  signal?.throwIfAborted()
  try {
    const finding = await body()
    return typeof finding === 'string'
      ? { name, status: 'passed', detail: finding }
      : { name, status: 'waived', detail: finding.waived }
  } catch (error) {
    signal?.throwIfAborted()
    return { name, status: 'failed', detail: messageOf(error) }
  }
}
