import type { TaskInfo, Trajectory } from '../../core/index.ts'

/** Episodes that are to start from one state. */
export interface GroupPlan {
  /** Counts the groups of a run, discarded ones included: everything about it follows from seed and number. */
  readonly index: number
  /** Place of its env among those that are mixed. */
  readonly env: number
  /** Of the env: members share it. */
  readonly seed: number
  readonly task: TaskInfo | null
  readonly size: number
  /** Unique in the run, `g000012`. */
  readonly key: string
}

/** A group that was played to its end. */
export interface RolloutGroup {
  readonly plan: GroupPlan
  /** In the order of their members; with final rewards, those of the group included. */
  readonly trajectories: readonly Trajectory[]
  /** Under the reward that is trained; null where unscored. */
  readonly returns: readonly (number | null)[]
  /** Under the env's first preset, by its threshold; null where unscored. */
  readonly successes: readonly (boolean | null)[]
  /** Number of the update whose weights began to play it. */
  readonly startedAt: number
  /** Return of a greedy episode from the same start, where one was asked for; null where unscored. */
  readonly greedyReturn?: number | null
}
