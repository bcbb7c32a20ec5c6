import { z } from 'zod'
import { ConfigError, zodProblem } from '../../core/index.ts'

/** Everything that can be chosen of an agent that acts with a model of its own, as JSON. */
export const policyOptionsSchema = z.strictObject({
  model: z.string().min(1).describe('Folder of the model, in the layout of Hugging Face.'),
  adapter: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of a LoRA adapter, in the layout of PEFT.'),
  engine: z.enum(['onnx', 'tfjs']).optional().describe('What computes the model.'),
  device: z.string().min(1).optional().describe('Where it is computed: cpu, cuda, webgpu ...'),
  threads: z.int().min(1).optional().describe('Threads that compute on a CPU.'),
  batchRows: z.int().min(1).optional().describe('Most requests in one batch.'),
  cacheMiB: z.int().min(1).optional().describe('Most memory of keys and values, in MiB.'),
  system: z
    .string()
    .min(1)
    .optional()
    .describe('Text of a system message; without it, there is none.'),
  temperature: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .describe('Sampling temperature; 0 takes the likeliest token.'),
  topK: z.int().min(1).optional().describe('How many of the likeliest tokens are sampled from.'),
  topP: z.number().gt(0).max(1).optional().describe('Share of the probability mass sampled from.'),
  minP: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Least share of the likeliest token's probability that is sampled from."),
  maxTokens: z.int().min(1).default(256).describe('Most tokens of one message of the model.'),
  stop: z.array(z.string().min(1)).min(1).max(16).optional().describe('Texts that end a message.'),
  toolCalls: z
    .enum(['template', 'text'])
    .default('template')
    .describe(
      'How tools are called: as the chat template writes them, or by blocks of JSON that a system message explains.',
    ),
  constrained: z
    .boolean()
    .default(false)
    .describe('Whether messages are held to legal actions, token by token.'),
  context: z
    .enum(['full', 'window', 'summary'])
    .default('full')
    .describe('When the context is full: end, drop the oldest turns, or have them summed up.'),
  contextTokens: z
    .int()
    .min(32)
    .optional()
    .describe("Size of the context, where it is to be smaller than the model's."),
})

export type PolicyOptions = z.input<typeof policyOptionsSchema>
export type PolicySettings = z.output<typeof policyOptionsSchema>

/** Options with defaults filled in. @throws ConfigError for what cannot be. */
export function policySettings(options: PolicyOptions): PolicySettings {
  const parsed = policyOptionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  throw new ConfigError(`Cannot play as policy: ${zodProblem(parsed.error)} (correct it)`)
}
