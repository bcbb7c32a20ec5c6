import { z } from 'zod'
import { scheduleKinds } from '../../models/index.ts'

const count = (least: number) => z.int().min(least)
const share = z.number().min(0).max(1)

/** What decides a run of reinforcement learning, beside envs, model, algorithm and engine. */
export const rlOptionsSchema = z.strictObject({
  seed: count(0).default(0).describe('Decides first weights, groups, and every token drawn.'),
  updates: count(1).default(100).describe('How often the policy is updated.'),
  groups: count(1)
    .default(8)
    .describe('Groups of an update: starts that episodes are played from.'),
  groupSize: count(1).default(16).describe('Episodes from each start.'),
  groupBy: z
    .enum(['start', 'task', 'paraphrase', 'state'])
    .default('start')
    .describe('Which episodes share a baseline: of one start, task, set of paraphrases, or state.'),
  paraphraseField: z
    .string()
    .optional()
    .describe('Where tasks, or the info of a reset, name the set of paraphrases they belong to.'),

  learningRate: z
    .number()
    .positive()
    .optional()
    .describe(
      'Its peak: by default 2e-3 up to 5 million parameters, 1e-6 above, ten times that for an adapter.',
    ),
  schedule: z.enum(scheduleKinds).default('constant').describe('How it falls from its peak.'),
  warmupUpdates: count(0).default(0).describe('Updates on which it grows to its peak.'),
  floor: share.default(0.1).describe('Where it ends, as a share of the peak.'),
  weightDecay: z.number().min(0).default(0).describe('Weight decay of AdamW, on matrices.'),
  beta1: z.number().min(0).max(0.9999).default(0.9).describe("AdamW's memory of gradients."),
  beta2: z.number().min(0).max(0.99999).default(0.95).describe("AdamW's memory of their squares."),
  maxGradientNorm: z
    .number()
    .positive()
    .default(1)
    .describe('Gradients with a larger norm are scaled down to it.'),
  microTokens: count(1)
    .default(4096)
    .describe('Tokens computed at once: lower it where memory is short; results stay the same.'),
  truncated: z
    .enum(['keep', 'mask', 'penalise'])
    .default('keep')
    .describe(
      'What is made of episodes that a limit cut off: trained as they are, left out, or paid 1 less.',
    ),
  overlongTokens: count(1)
    .optional()
    .describe('Most tokens of an episode: near them its return is lowered, by 1 at most (DAPO).'),
  overlongBuffer: count(0)
    .optional()
    .describe('Tokens before that limit in which the penalty grows (default: a quarter of them).'),

  invalidPenalty: z
    .number()
    .min(0)
    .default(0)
    .describe('What each turn without a valid action costs; 0.1 is usual (GiGPO, RAGEN).'),

  resample: z
    .number()
    .min(1)
    .default(2)
    .describe('Groups without variance are replaced, up to so many times the groups of an update.'),
  keepConstant: z
    .boolean()
    .default(false)
    .describe('Train groups without variance, too, instead of replacing them.'),
  exploreFailed: z
    .boolean()
    .default(false)
    .describe(
      'Give the entropy bonus to groups without a success, too: they have no other gradient.',
    ),
  bandLow: share.default(0).describe('Least share of successes of a group that is trained.'),
  bandHigh: share.default(1).describe('Largest share of successes of a group that is trained.'),
  keepVariance: share
    .default(1)
    .describe('Share of the groups that is trained: those whose returns vary most.'),
  dropVoid: z
    .boolean()
    .default(false)
    .describe('Leave out episodes with a turn that led to no valid action (SimpleTIR).'),
  curriculum: z
    .enum(['off', 'success', 'pass-rate'])
    .default('off')
    .describe('Choose difficulties, or tasks, by how often they are solved.'),

  evalEvery: count(1)
    .optional()
    .describe('Updates between two evaluations (default: a tenth of all).'),
  evalEpisodes: count(0).default(64).describe('Held-out episodes of an evaluation; 0 for none.'),
  evalSplit: z
    .string()
    .default('held-out')
    .describe(
      'Where their tasks are from: held-out (test, else validation, else all), all, or a split.',
    ),
  evalSampled: z
    .boolean()
    .default(false)
    .describe('Evaluate at the sampling temperature, too, not only greedily.'),
  saveEvery: count(1).default(20).describe('Updates between two saves to go on from.'),
  samplesEvery: count(0)
    .default(10)
    .describe('Updates between two looks at whole samples, kept for the report; 0 for none.'),
  samplesGroups: count(0)
    .default(4)
    .describe('Groups of such a look; 0 for all: then samples.jsonl has all that was trained on.'),

  staleness: count(0)
    .default(0)
    .describe(
      'Updates that rollouts may run ahead; 0 is synchronous, and can be reproduced bit by bit.',
    ),
  lockstep: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe(
      'Whether episodes sample together: on by default for synchronous runs of envs that hold plain data.',
    ),
  concurrency: count(1).default(128).describe('Episodes played at a time.'),
  retries: count(0).default(2).describe('Further attempts after a failure of the infrastructure.'),
})

export type RlOptions = z.output<typeof rlOptionsSchema>
