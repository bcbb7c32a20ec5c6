import { z } from 'zod'
import { presetNames } from '../../models/index.ts'
import { sftOptionsSchema } from './options.ts'

/** Everything that decides an SFT run but the engine. Stored in `run.json`. */
export const sftConfigSchema = z.strictObject({
  data: z
    .array(z.string())
    .min(1)
    .describe(
      'Folders of runs and files of trajectories (.jsonl), or text files; several with commas between.',
    ),
  model: z
    .string()
    .default('tiny')
    .describe(`A new model of a size (${presetNames.join(', ')}), or the folder of one.`),
  vocabulary: z
    .string()
    .optional()
    .describe('Of a new model: characters (the default), or so many tokens, learnt on the data.'),
  minReturn: z
    .number()
    .optional()
    .describe('Train on episodes with this return or more, instead of those that succeeded.'),
  system: z.string().optional().describe('A first message that every conversation begins with.'),
  loraRank: z.int().min(1).optional().describe('Train an adapter of this rank, not the model.'),
  loraAlpha: z.number().positive().optional().describe('Its scale (default: twice the rank).'),
  loraTargets: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Endings of the names of the layers it adapts (default: all linear ones).'),
  rslora: z
    .boolean()
    .default(false)
    .describe('Scale by the root of the rank, which suits large ranks (rsLoRA).'),
  adapter: z.string().optional().describe('The folder of an adapter to go on with.'),
  ...sftOptionsSchema.shape,
})

export type SftConfig = z.output<typeof sftConfigSchema>
