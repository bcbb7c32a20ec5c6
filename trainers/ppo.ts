/**
 * Proximal Policy Optimization (Schulman et al. 2017, arXiv 1707.06347) with a critic, on tokens.
 *
 *   δ_t = r_t + γ V(s_t') − V(s_t)        t' is the next token the policy drew, across what the env says   (1)
 *   A_t = δ_t + γλ A_t'                   generalized advantages (Schulman et al. 2015, eq. 16)            (2)
 *
 *   L(θ) = L_clip + 0.5 · ½ max( (V − R̂)², (clip(V, V_old ± 0.5) − R̂)² )                                (3)
 *
 * R̂ = A + V_old. The critic is one more head on the policy's own layers (weights 0 at first: it expects
 * nothing); `--critic detached` keeps its gradient out of them. Advantages are whitened over the batch. γ and λ
 * discount at the ends of turns, not at every token (`--discount token` is the usual reading). Groups are not
 * needed; they are played all the same, so that curves compare.
 */
import { z } from 'zod'
import { estimatorFlags } from './estimator-options.ts'
import { algorithmOf, passOptions } from './family.ts'
import { lossOptionsSchema } from './losses/index.ts'
import type { Algorithm } from './rl/algorithm.ts'

export const ppoOptionsSchema = z.strictObject({
  critic: z
    .enum(['shared', 'detached'])
    .default('shared')
    .describe(
      'Whether the critic trains the layers it shares with the policy, or its own head alone.',
    ),
  ...passOptions,
  epochs: passOptions.epochs.unwrap().default(2).describe(`${passOptions.epochs.description}`),
  ...lossOptionsSchema.shape,
  ...estimatorFlags,
})
export type PpoOptions = z.output<typeof ppoOptionsSchema>

export const createPpo = (options: PpoOptions): Algorithm =>
  algorithmOf({
    name: 'ppo',
    estimator: 'gae',
    options,
    critic: { detached: options.critic === 'detached' },
  })
