/** How one curve is made: flags of `palaestra train <algorithm>`. */
export interface Arm {
  readonly label: string
  readonly algorithm: 'grpo' | 'rloo' | 'ppo' | 'reinforce-pp'
  readonly flags: Flags
  /** Instead of the run's own warm start: whose episodes are imitated before it, and how. */
  readonly prior?: { readonly played: Flags; readonly imitated: Flags }
}

export type Flags = Readonly<Record<string, string | number | boolean>>

export type ScoreName = 'success' | 'risky arm'

/** A task that a policy is to learn, within a budget, and the ways in which it is tried. */
export interface Recipe {
  readonly task: string
  readonly title: string
  /** What counts of an evaluation (default: its success). */
  readonly score?: ScoreName
  /** What the median over seeds is to come to, and what is aimed at. */
  readonly target?: number
  readonly aim?: number
  /** With several arms: one of them is enough. */
  readonly arms: readonly Arm[]
  /** What to know of the task to read its curve. */
  readonly notes: string
}
