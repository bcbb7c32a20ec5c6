import { gated, progress, solved, weighted } from '../../rewards/index.ts'

const resolved = solved({ signal: 'resolved' })

/** The presets of this family. */
export const rewards = {
  /** 1 for a resolved task. */
  sparse: resolved,
  /** The outcome, and what each step gained on the hidden tests: undoing an edit gives it back. */
  dense: weighted({ resolved: [1, resolved], progress: [0.5, progress()] }),
  /** G-RA: progress and tidiness count only where the task was resolved. */
  gated: gated(
    resolved,
    weighted({
      progress: [0.5, progress()],
      failedActions: [-0.05, progress({ signal: 'failedActions' })],
    }),
    { threshold: 1 },
  ),
}
