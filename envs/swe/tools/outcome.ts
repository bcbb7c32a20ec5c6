import type { Json } from '../../../core/index.ts'

/** What a tool answers. */
export interface ToolOutcome {
  readonly observation: string
  /** It could not do what it was asked: the observation says why. */
  readonly failed: boolean
  readonly info?: Readonly<Record<string, Json>>
  /** Findings of `info.integrity`: what was tried beside the work. */
  readonly tried?: readonly string[]
}

export const succeeded = (
  observation: string,
  info?: Readonly<Record<string, Json>>,
): ToolOutcome => ({ observation, failed: false, ...(info ? { info } : {}) })

export const failed = (observation: string): ToolOutcome => ({ observation, failed: true })
