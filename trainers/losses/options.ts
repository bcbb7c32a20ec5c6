import { z } from 'zod'
import { aggregations } from './aggregate.ts'
import { klEstimators } from './kl.ts'

export const lossNames = [
  ...(['ppo', 'gspo', 'gmpo', 'cispo', 'sapo', 'dppo-tv', 'reinforce'] as const),
  'importance-sampling',
] as const
export const corrections = [
  ...(['none', 'token-truncate', 'token-mask', 'sequence-truncate', 'sequence-mask'] as const),
] as const

/** What a step of reinforcement learning minimises. What is left out is resolved by `resolveLossOptions`. */
export const lossOptionsSchema = z.strictObject({
  loss: z
    .enum(lossNames)
    .default('ppo')
    .describe('How a token counts: what is done with ratios of the policy to the one before.'),
  clipLow: z
    .number()
    .positive()
    .optional()
    .describe(
      'Ratios count down to 1 less this (default: ppo 0.2, gspo 3e-4; gmpo 0.4, of the log-ratio).',
    ),
  clipHigh: z
    .number()
    .positive()
    .optional()
    .describe(
      'Ratios count up to 1 and this (default: ppo 0.28, gspo 4e-4; gmpo 0.4, of the log-ratio).',
    ),
  dualClip: z
    .number()
    .min(0)
    .optional()
    .describe('Of ppo: ratios of negative advantages count up to this; 0 is off (default: 3).'),
  cap: z
    .number()
    .positive()
    .optional()
    .describe('Of cispo: ratios count up to this itself, not 1 and this (default: 5).'),
  sapoPositive: z
    .number()
    .positive()
    .optional()
    .describe('Of sapo: temperature of positive advantages (default: 1).'),
  sapoNegative: z
    .number()
    .positive()
    .optional()
    .describe('Of sapo: temperature of the others (default: 1.05).'),
  dppoDelta: z
    .number()
    .positive()
    .optional()
    .describe('Of dppo-tv: tokens are left out beyond this change of probability (default: 0.2).'),
  dppoPenalty: z
    .number()
    .min(0)
    .optional()
    .describe('Of dppo-tv: weight of the squared log-ratio to the sampler (default: 1e-3).'),
  logRatioClamp: z
    .number()
    .positive()
    .default(20)
    .describe('Log-ratios are cut to plus and minus this before they become ratios.'),
  aggregation: z
    .enum(aggregations)
    .optional()
    .describe(
      'What is averaged: tokens of the step (DAPO), trajectories (GRPO), prompts, or the sum over a constant (Dr.GRPO) (default: token-mean; gspo and gmpo sequence-mean).',
    ),
  normLength: z
    .number()
    .positive()
    .optional()
    .describe('Tokens that aggregation constant divides each trajectory by: the longest there is.'),
  kl: z
    .enum(klEstimators)
    .default('k3')
    .describe('How the divergence from the reference is estimated of a token.'),
  klCoefficient: z
    .number()
    .min(0)
    .default(0)
    .describe('Weight of the divergence from the reference; 0 needs none.'),
  klIn: z
    .enum(['loss', 'reward'])
    .default('loss')
    .describe('Whether the divergence joins the loss, or is taken off the reward of each token.'),
  klTarget: z
    .number()
    .positive()
    .optional()
    .describe('Divergence that the coefficient is moved towards; fixed without.'),
  klHorizon: z
    .number()
    .positive()
    .optional()
    .describe('Episodes in which the coefficient moves by a fifth at most (default: 10000).'),
  entropyCoefficient: z
    .number()
    .min(0)
    .default(0)
    .describe('Weight of the entropy bonus; with a floor, where it starts.'),
  entropyFloor: z
    .number()
    .positive()
    .optional()
    .describe('Nats below which the entropy bonus is on, and grows; fixed without.'),
  entropyStep: z
    .number()
    .positive()
    .optional()
    .describe('What the bonus of the floor grows or falls by in an update (default: 0.005).'),
  entropyMax: z
    .number()
    .positive()
    .optional()
    .describe('Largest weight of the bonus of the floor (default: 1).'),
  correction: z
    .enum(corrections)
    .optional()
    .describe(
      'How ratios of trainer to sampler weigh tokens: cut at the cap, or masked beyond it (default: token-truncate; none for dppo-tv and importance-sampling, which hold the ratio).',
    ),
  correctionRatio: z
    .enum(['geometric', 'product'])
    .optional()
    .describe(
      'Ratio of a sequence: mean of its tokens (geometric), or their product, which leaves long episodes beyond any cap (default: geometric).',
    ),
  correctionCap: z
    .number()
    .positive()
    .optional()
    .describe('Largest ratio of trainer to sampler that counts in full (default: 2).'),
  correctionFloor: z
    .number()
    .positive()
    .optional()
    .describe('Smallest such ratio: below, it is raised to it, or masked (default: any).'),
  valueCoefficient: z
    .number()
    .min(0)
    .default(0.5)
    .describe('Weight of the loss of a critic, where there is one.'),
  valueClip: z
    .number()
    .min(0)
    .default(0.5)
    .describe('How far values of a critic count from those before the update; 0 is off.'),
})

export type LossOptions = z.output<typeof lossOptionsSchema>
export type LossName = (typeof lossNames)[number]
