/**
 * REINFORCE with a leave-one-out baseline: "Back to Basics" (Ahmadian et al. 2024, arXiv 2402.14740), section
 * 3.2; the baseline is that of Kool et al. 2019.
 *
 *   A_i = R_i − 1/(G−1) Σ_{j≠i} R_j                                                                    (1)
 *
 *   L(θ) = −(1/N) Σ_i Σ_t A_i log π_θ(y_it | y_i,<t)                                                   (2)
 *
 * Equation 2 is the loss `reinforce`: each token is weighed with the ratio of π_θ to the policy at the start of
 * the update, which is 1 in its first step. TRL clips it as PPO does (`--loss ppo --clip-low 0.2 --clip-high
 * 0.2`) and takes a divergence of 0.05·k1 off the rewards (`--kl k1 --kl-in reward --kl-coefficient 0.05`);
 * here there is none unless asked for.
 */
import { z } from 'zod'
import { estimatorFlags } from './estimator-options.ts'
import { algorithmOf, passOptions } from './family.ts'
import { lossOptionsSchema } from './losses/index.ts'
import type { Algorithm } from './rl/algorithm.ts'

export const rlooOptionsSchema = z.strictObject({
  ...passOptions,
  ...lossOptionsSchema.shape,
  loss: lossOptionsSchema.shape.loss
    .unwrap()
    .default('reinforce')
    .describe(`${lossOptionsSchema.shape.loss.description}`),
  ...estimatorFlags,
})
export type RlooOptions = z.output<typeof rlooOptionsSchema>

export const createRloo = (options: RlooOptions): Algorithm =>
  algorithmOf({ name: 'rloo', estimator: 'rloo', options })
