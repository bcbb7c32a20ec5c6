import { progress, solved, weighted } from '../../rewards/index.ts'

/** What an episode measured, the same names on every path. */
export type WebSignals = {
  readonly solved: boolean
  /** Share of subgoals that hold, in [0, 1]; 1 where it is solved. */
  readonly progress: number
  readonly subgoalsDone: number
  readonly subgoals: number
  /** Share of the form's fields that are right. */
  readonly fields: number
  /** The family's own reward. */
  readonly score: number
  /** Actions outside the action space, and those that could not be done. */
  readonly invalidActions: number
  readonly failedActions: number
  /** Actions that were the one before again, on a page that had not changed. */
  readonly repeatedActions: number
  /** Requests to hosts that are none of the task's. */
  readonly blockedRequests: number
  /** Attempts to cheat that were seen. */
  readonly tampering: number
}

export const webRewards = {
  /** 1 for a solved task, paid at the end. */
  sparse: solved(),
  /** Half as much again for subgoals as they come to hold. */
  dense: weighted({ solved: [1, solved()], progress: [0.5, progress({ signal: 'progress' })] }),
  /** The family's own. */
  score: progress({ signal: 'score' }),
}
