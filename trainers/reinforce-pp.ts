/**
 * REINFORCE++: "REINFORCE++: Stabilizing Critic-Free Policy Optimization" (Hu et al. 2025, arXiv 2501.03262).
 * No critic, and no group: what is left is normalised over the whole batch.
 *
 *   G_k = r_k + γ G_{k+1}        over the turns k of an episode, across what the environment says       (1)
 *   A_it = (G_k(t) − μ) / σ      μ, σ over all drawn tokens of the batch                                (2)
 *
 * and the clipped loss of PPO. With `--baseline group` the mean return of the group is taken off before (2)
 * (REINFORCE++-baseline), which needs groups of several episodes. γ discounts by turn, not by token: what the
 * environment says has no length that should count.
 */
import { z } from 'zod'
import { estimatorFlags } from './estimator-options.ts'
import { algorithmOf, passOptions } from './family.ts'
import { lossOptionsSchema } from './losses/index.ts'
import type { Algorithm } from './rl/algorithm.ts'

export const reinforcePpOptionsSchema = z.strictObject({
  ...passOptions,
  ...lossOptionsSchema.shape,
  ...estimatorFlags,
})
export type ReinforcePpOptions = z.output<typeof reinforcePpOptionsSchema>

export const createReinforcePp = (options: ReinforcePpOptions): Algorithm =>
  algorithmOf({ name: 'reinforce-pp', estimator: 'reinforce-pp', options })
