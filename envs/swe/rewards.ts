import { economy, gated, progress, solved, weighted } from '../../rewards/index.ts'

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
  /**
   * The outcome, and beside the progress on hidden tests what needs none: whether the sources build, and a
   * (D_{t-1} - D_t) over their diagnostics D (Lanser-CLI, by the handbook's entry). What worked before
   * and does not any more costs. All but the outcome telescopes: what is undone is given back.
   */
  shaped: weighted({
    resolved: [1, resolved],
    progress: [0.5, progress()],
    builds: [0.1, progress({ signal: 'builds' })],
    diagnostics: [-0.02, progress({ signal: 'diagnostics' })],
    regression: [0.25, progress({ signal: 'passToPass' })],
  }),
  /** The outcome, and up to 0.2 more for few changed lines, where the task was resolved. */
  economy: gated(
    resolved,
    weighted({ economy: [0.2, economy({ signal: 'linesChanged', free: 2, half: 20 })] }),
    { threshold: 1 },
  ),
}
