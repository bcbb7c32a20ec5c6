import { gated, progress, signal, weighted } from '../../../rewards/index.ts'

const verdict = signal('verdict')

/** The presets of `swe/Bench-v0`; all is known at the end. */
export const rewards = {
  /** 1 for a task that is resolved strictly; what the verifier of a Harbor task says. */
  sparse: verdict,
  /** The verdict, and half as much for tests that came to pass without others that ceased to. */
  dense: weighted({ verdict: [1, verdict], progress: [0.5, progress()] }),
  /** Tidiness counts only where the task was resolved (G-RA). */
  gated: gated(
    verdict,
    weighted({ failedActions: [-0.05, progress({ signal: 'failedActions' })] }),
    { threshold: 1 },
  ),
}
