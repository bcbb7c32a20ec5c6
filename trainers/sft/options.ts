import { z } from 'zod'
import { scheduleKinds } from '../../models/index.ts'

/** What decides an SFT run, beside its data and the engine: a resumed run has the same. */
export const sftOptionsSchema = z.strictObject({
  seed: z
    .int()
    .min(0)
    .default(0)
    .describe('Decides first weights, the order of data and the held-out part.'),
  epochs: z.number().positive().default(3).describe('How often all data is gone through.'),
  steps: z.int().min(1).optional().describe('Optimizer steps, instead of epochs.'),
  batchSize: z
    .int()
    .min(1)
    .default(16)
    .describe('Sequences (conversations, or pieces of text) of one optimizer step.'),
  microTokens: z
    .int()
    .min(1)
    .default(4096)
    .describe('Tokens computed at once: lower it where memory is short; results stay the same.'),
  contextLength: z
    .int()
    .min(8)
    .optional()
    .describe(
      "Longest sequence: episodes that are longer are left out and counted, text is cut into pieces of it. By default the model's own, of a new model 2048; for text 1024 and 256.",
    ),
  learningRate: z
    .number()
    .positive()
    .optional()
    .describe('Its peak: by default 1e-3 from scratch, 1e-5 for a model, 2e-4 for an adapter.'),
  schedule: z.enum(scheduleKinds).default('cosine').describe('How it falls from its peak.'),
  warmupSteps: z
    .int()
    .min(0)
    .optional()
    .describe('Steps on which it grows to its peak (default: 3 % of them).'),
  floor: z.number().min(0).max(1).default(0.1).describe('Where it ends, as a share of the peak.'),
  weightDecay: z.number().min(0).default(0.01).describe('Weight decay of AdamW, on matrices.'),
  beta1: z.number().min(0).max(0.9999).default(0.9).describe("AdamW's memory of gradients."),
  beta2: z.number().min(0).max(0.99999).default(0.95).describe("AdamW's memory of their squares."),
  maxGradientNorm: z
    .number()
    .positive()
    .default(1)
    .describe('Gradients with a larger norm are scaled down to it.'),
  heldOut: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.1)
    .describe(
      'Share of the data that is not trained but measured: whole tasks, or pieces of text, 500 at most.',
    ),
  evalEvery: z
    .int()
    .min(1)
    .optional()
    .describe('Steps between two measurements of it (default: a tenth of all steps).'),
  saveEvery: z.int().min(1).default(100).describe('Steps between two saves to go on from.'),
})

export type SftOptions = z.output<typeof sftOptionsSchema>
