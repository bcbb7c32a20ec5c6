import { z } from 'zod'
import type { Json } from '../../core/index.ts'
import { algorithmNames } from './algorithm.ts'
import { rlOptionsSchema } from './options.ts'

const json = z.json() as z.ZodType<Json>

/** An env of a run, as `run.json` has it: its definition is found again by what it is called. */
export const rlEnvSchema = z.strictObject({
  /** Id, or path of the file that exports it. */
  env: z.string(),
  weight: z.number().positive().default(1),
  options: z.record(z.string(), z.unknown()).default({}),
  reward: z.string().nullable().default(null),
  split: z.string().nullable().default(null),
  difficulty: z.union([z.string(), z.number()]).nullable().default(null),
  maxEpisodeSteps: z.int().nullable().default(null),
})
export type RlEnvChoice = z.output<typeof rlEnvSchema>

/** Everything that decides a run of reinforcement learning but the engine. Stored in `run.json`. */
export const rlConfigSchema = z.strictObject({
  algorithm: z.enum(algorithmNames).default('grpo'),
  /** Of the algorithm: which advantages, which loss. */
  method: z.record(z.string(), json).default({}),
  envs: z.array(rlEnvSchema).min(1),
  /** Folder of the model that learns. */
  model: z.string(),
  loraRank: z.int().min(1).optional(),
  loraAlpha: z.number().positive().optional(),
  adapter: z.string().optional(),
  /** How it acts: context, temperature, grammar. */
  agent: z.record(z.string(), json).default({}),
  ...rlOptionsSchema.shape,
  /** The choices as they were made, where a command line made them: a resumed run may say them again. */
  said: z.record(z.string(), json).optional(),
})
export type RlConfig = z.output<typeof rlConfigSchema>
