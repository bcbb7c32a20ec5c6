import { z } from 'zod'
import { policyOptionsSchema } from '../../agents/index.ts'
import { type AlgorithmName, algorithmSchemas, rlOptionsSchema } from '../../trainers/index.ts'
import { envOptionFlags } from '../env-options.ts'
import { runFlags } from '../run-choices.ts'
import { trainingFlags } from './engine-flags.ts'

const agent = policyOptionsSchema.shape
/** How the policy acts while it learns: the temperature is that of training. */
export const actingFields = [
  ...(['temperature', 'maxTokens', 'constrained', 'context', 'contextTokens'] as const),
  ...(['system', 'toolCalls'] as const),
] as const

/** What is chosen of a run, beside algorithm and options of the loop. */
const runChoices = {
  env: z
    .array(z.string())
    .optional()
    .describe('Id of an env, or a file that exports one; several with commas between are mixed.'),
  envWeights: z
    .array(z.string())
    .optional()
    .describe('Shares of the mixed envs, in their order (default: equal).'),
  ...envOptionFlags,
  split: z.string().optional().describe('Train on tasks of this split, or on all (default train).'),
  difficulty: runFlags.shape.difficulty,
  reward: runFlags.shape.reward,
  maxTurns: runFlags.shape.maxTurns,
  model: z
    .string()
    .default('tiny')
    .describe(
      'A new model of a size (nano, tiny, small), or the folder of a model or training run.',
    ),
  adapter: z.string().optional().describe('The folder of an adapter to go on with.'),
  loraRank: z.int().min(1).optional().describe('Train an adapter of this rank, not the model.'),
  loraAlpha: z.number().positive().optional().describe('Its scale (default: twice the rank).'),
  warmStart: z
    .enum(['auto', 'random', 'oracle', 'none'])
    .default('auto')
    .describe(
      'Whose episodes the model imitates first: any legal actions (random; the default of a new model), the solution (oracle), or nobody.',
    ),
  warmEpisodes: z.int().min(1).default(400).describe('Episodes that it imitates.'),
  warmSteps: z.int().min(1).default(60).describe('Optimizer steps of that.'),
  warmLearningRate: z.number().positive().default(0.005).describe('Peak of its learning rate.'),
  contextLength: z.int().min(32).default(512).describe('Tokens that a new model can read.'),
  episodes: z
    .int()
    .min(1)
    .optional()
    .describe('A budget of episodes, instead of --updates: demonstrations and rollouts together.'),
  sftShare: z
    .number()
    .min(0)
    .max(0.95)
    .optional()
    .describe(
      'Share of that budget that is played by the oracle and imitated, before rewards (default 0).',
    ),
  temperature: z
    .number()
    .gt(0)
    .max(10)
    .default(1)
    .describe('Sampling temperature; the loss is at the same.'),
  maxTokens: z.int().min(1).default(32).describe(`${agent.maxTokens.description}`),
  constrained: agent.constrained,
  context: agent.context,
  contextTokens: agent.contextTokens,
  system: agent.system,
  toolCalls: agent.toolCalls,
}

/** Flags of `train <algorithm>`: envs and model, the algorithm, the loop, the engine. */
export const rlFlags = <A extends AlgorithmName>(algorithm: A) =>
  z.strictObject({
    ...runChoices,
    ...algorithmSchemas[algorithm].shape,
    ...rlOptionsSchema.shape,
    ...trainingFlags,
  })

const commonFlags = z.strictObject({
  ...runChoices,
  ...rlOptionsSchema.shape,
  ...trainingFlags,
})
/** What is the same for every algorithm. */
export type RlFlags = z.output<typeof commonFlags>
