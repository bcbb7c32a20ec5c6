import { z } from 'zod'
import { ConfigError, zodProblem } from '../../core/index.ts'

const dollars = z.number().min(0)

/** Everything that can be chosen of a chat agent, as JSON; the key is never a part of it. */
export const chatOptionsSchema = z.strictObject({
  baseUrl: z
    .string()
    .describe('URL of an OpenAI-compatible server, up to where /chat/completions follows.'),
  model: z.string().min(1).describe('Name of the model, as the server knows it.'),
  system: z.string().min(1).optional().describe('Text that the system message begins with.'),
  temperature: z.number().min(0).max(2).default(1).describe('Sampling temperature.'),
  topP: z.number().gt(0).max(1).optional().describe('Share of the probability mass sampled from.'),
  maxTokens: z.int().min(1).optional().describe('Most tokens of one message of the model.'),
  stop: z.array(z.string().min(1)).min(1).max(16).optional().describe('Texts that end a message.'),
  body: z
    .record(z.string(), z.json())
    .default({})
    .describe('More fields of each request, as a JSON object; null leaves one out.'),
  toolCalls: z
    .enum(['auto', 'native', 'text'])
    .default('auto')
    .describe('How tools are called; auto takes text where the server refuses tools.'),
  stream: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('Whether answers are streamed; auto does, but not with token ids.'),
  context: z
    .enum(['window', 'summary', 'stop'])
    .default('window')
    .describe('When the context is full: drop the oldest turns, have them summed up, or end.'),
  contextTokens: z
    .int()
    .min(128)
    .optional()
    .describe("Size of the model's context; without it, the server's error tells."),
  images: z
    .int()
    .min(0)
    .max(20)
    .default(1)
    .describe('Newest pictures of observations that are sent; 0 for models that do not see.'),
  budgetTokens: z.int().min(1).optional().describe('Tokens after which an episode is ended.'),
  budgetTurns: z.int().min(1).optional().describe('Messages after which an episode is ended.'),
  budgetCost: dollars.gt(0).optional().describe('Cost after which an episode is ended.'),
  pricePrompt: dollars.optional().describe('Price of a million tokens of prompt.'),
  priceCached: dollars.optional().describe('The same where cached; else the price of prompts.'),
  priceCompletion: dollars.optional().describe('Price of a million tokens of messages.'),
  logProbs: z.boolean().default(false).describe('Ask for log-probs of the sampled tokens.'),
  tokenIds: z
    .boolean()
    .default(false)
    .describe('Ask for token ids too (vLLM), and refuse a server that gives none.'),
  processedLogProbs: z
    .boolean()
    .default(false)
    .describe('Log-probs are told after temperature and top-p, not before.'),
  retries: z.int().min(0).max(100).default(5).describe('Further tries of a failed request.'),
  timeoutMs: z
    .int()
    .min(1)
    .default(120_000)
    .describe('Longest silence of the server before a request counts as failed.'),
  maxRetryWaitMs: z
    .int()
    .min(0)
    .default(60_000)
    .describe('Longest wait that a server may ask for before the next try.'),
  maxConcurrentRequests: z
    .int()
    .min(1)
    .max(4096)
    .default(32)
    .describe('Requests at a time, of all episodes together.'),
})

export type ChatOptions = z.input<typeof chatOptionsSchema>
export type ChatSettings = z.output<typeof chatOptionsSchema>

/** Options with defaults filled in. @throws ConfigError for what cannot be, together or alone. */
export function chatSettings(options: ChatOptions): ChatSettings {
  const parsed = chatOptionsSchema.safeParse(options)
  if (!parsed.success) throw refused(zodProblem(parsed.error), 'correct it')
  const settings = { ...parsed.data, baseUrl: checkedUrl(parsed.data.baseUrl) }
  const { temperature, topP = 1, pricePrompt, priceCompletion } = settings
  if (settings.budgetCost !== undefined && pricePrompt === undefined) {
    throw refused('a budget of money without prices', 'give the price of prompts and completions')
  }
  if ((pricePrompt === undefined) !== (priceCompletion === undefined)) {
    throw refused('one of two prices is missing', 'give those of prompts and of completions')
  }
  if (settings.tokenIds && !settings.processedLogProbs && (temperature !== 1 || topP !== 1)) {
    throw refused(
      'log-probs told before temperature and top-p are not those of the sampled tokens',
      'sample at temperature 1 and top-p 1, or have the server tell processed log-probs and say so with processedLogProbs',
    )
  }
  return settings
}

/** Without what would end up in records: names and passwords belong to no URL that is stored. */
function checkedUrl(text: string): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw refused(`baseUrl ${JSON.stringify(text)} is no URL`, 'write http://localhost:8000/v1')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(`baseUrl begins with ${url.protocol}`, 'give one of http or https')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw refused(
      'baseUrl holds more than a place',
      'leave user, password, query and fragment out; the key comes from PALAESTRA_API_KEY or OPENAI_API_KEY',
    )
  }
  return url.href.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')
}

function refused(reason: string, advice: string): ConfigError {
  return new ConfigError(`Cannot play as chat: ${reason} (${advice})`)
}
