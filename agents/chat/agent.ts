import { type Agent, ConfigError, sharedUnlessAlone } from '../../core/index.ts'
import { readApiKey } from './api-key.ts'
import { createChatClient } from './client.ts'
import { createConversation, type Shared } from './conversation.ts'
import { type ChatOptions, chatSettings } from './options.ts'

export interface ChatServices {
  /** Default: PALAESTRA_API_KEY, else OPENAI_API_KEY of the environment. Sent, never stored. */
  readonly apiKey?: string
  readonly fetch?: typeof fetch
}

/**
 * An agent that asks a model behind an OpenAI-compatible server. One agent plays many episodes at once.
 * @throws ConfigError for options that cannot be.
 */
export function createChatAgent(
  options: ChatOptions,
  services: ChatServices = {},
): Agent<unknown, unknown> {
  const settings = chatSettings(options)
  const { apiKey = readApiKey(process.env), fetch = currentFetch } = services
  const client = createChatClient({ settings, apiKey, fetch })
  const learnt = sharedUnlessAlone(() => ({ refusesTools: false }))
  const shared: Shared = { settings, client, learnt }
  return {
    name: `chat/${settings.model}`,
    begin: async (context) => createConversation(shared, context),
  }
}

/** What stands there when it is called: recordings stand between. */
const currentFetch: typeof fetch = (...request) => globalThis.fetch(...request)

/** Address and model that an environment names. */
export function chatSettingsIn(environment: Readonly<Record<string, string | undefined>>): {
  readonly baseUrl: string | undefined
  readonly model: string | undefined
} {
  const find = (name: string) => environment[`PALAESTRA_${name}`] || environment[`OPENAI_${name}`]
  return { baseUrl: find('BASE_URL'), model: find('MODEL') }
}

/**
 * The same, with address and model from the environment where they are not given: PALAESTRA_BASE_URL or
 * OPENAI_BASE_URL, PALAESTRA_MODEL or OPENAI_MODEL.
 * @throws ConfigError where one is missing.
 */
export function chatFromEnvironment(
  options: Partial<ChatOptions> = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Agent<unknown, unknown> {
  const named = chatSettingsIn(environment)
  const { baseUrl = named.baseUrl, model = named.model } = options
  if (!baseUrl || !model) {
    const missing = baseUrl ? 'the model' : 'the address of a server'
    throw new ConfigError(
      `Cannot play as chat: ${missing} is missing (give --base-url http://localhost:8000/v1 and --model, or set OPENAI_BASE_URL and OPENAI_MODEL)`,
    )
  }
  const apiKey = readApiKey(environment)
  return createChatAgent({ ...options, baseUrl, model }, apiKey === undefined ? {} : { apiKey })
}
