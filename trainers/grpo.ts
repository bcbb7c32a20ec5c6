/**
 * Group Relative Policy Optimization and its family, by options. GRPO: "DeepSeekMath" (Shao et al. 2024,
 * arXiv 2402.03300), section 4.1; defaults as in DAPO (Yu et al. 2025, arXiv 2503.14476).
 *
 * From each start s, G episodes are played; R_i is the return of episode i. With the defaults
 *
 *   A_it = (R_i − mean R) / (std R + 1e-6)        for every token t the policy drew in episode i      (1)
 *
 *   L(θ) = −(1/N) Σ_i Σ_t min( r_it A_it, clip(r_it, 1 − 0.2, 1 + 0.28) A_it )                         (2)
 *
 * with r_it = π_θ / π_old and N all drawn tokens of the step; where A < 0 no ratio counts more than 3 (dual
 * clip, Ye et al. 2020, eq. 5), and tokens whose sampler and trainer disagree are weighed down to a ratio of 2.
 *
 *   --advantage none of (1) but rloo, gigpo, mt-grpo, turn-returns, step-and-episode, igpo, gdpo, opo, remax,
 *               pass-at-k, pkpo, max-rl, rebn; --scale none is Dr.GRPO
 *   --loss      none of (2) but gspo, gmpo, cispo, sapo, dppo-tv, reinforce, importance-sampling
 *
 * Deviations from the paper: no KL term unless asked for (DAPO, section 2.3), tokens are averaged over the whole
 * step instead of by episode (`--aggregation sequence-mean` is the paper's), groups whose returns are all equal
 * are replaced (DAPO, section 3.2), episodes have many turns and only what the policy drew is trained.
 */
import { z } from 'zod'
import { type EstimatorName, estimatorNames } from './advantages/index.ts'
import { estimatorFlags } from './estimator-options.ts'
import { algorithmOf, passOptions } from './family.ts'
import { lossOptionsSchema } from './losses/index.ts'
import type { Algorithm } from './rl/algorithm.ts'

/** All that need no critic. */
const choices = estimatorNames.filter((name) => name !== 'gae') as [
  EstimatorName,
  ...EstimatorName[],
]

export const grpoOptionsSchema = z.strictObject({
  advantage: z
    .enum(choices)
    .default('grpo')
    .describe('How returns of a group become advantages of tokens.'),
  ...passOptions,
  ...lossOptionsSchema.shape,
  ...estimatorFlags,
})
export type GrpoOptions = z.output<typeof grpoOptionsSchema>

export const createGrpo = (options: GrpoOptions): Algorithm =>
  algorithmOf({ name: 'grpo', estimator: options.advantage, options })
