import {
  type Clock,
  ConfigError,
  ModelError,
  type Rng,
  sharedUnlessAlone,
} from '../../core/index.ts'
import { createApiKey } from './api-key.ts'
import type { Completion } from './completion.ts'
import { exchange } from './exchange.ts'
import { createLimiter } from './limiter.ts'
import type { ChatSettings } from './options.ts'
import type { OptionalField, Problem } from './problem.ts'
import { bodyOf, type ChatRequest, type Dialect } from './request.ts'

/** A client of one server, shared by all episodes. */
export interface ChatClient {
  /**
   * Gives the model's message, tried again where that may help.
   * @throws ModelError where the server fails, ConfigError where it was never asked rightly.
   */
  complete(request: ChatRequest, context: CallContext): Promise<Reply>
}

export interface CallContext {
  readonly clock: Clock
  /** For the jitter of waits. */
  readonly rng: Rng
  readonly signal: AbortSignal
}

/** What the conversation must know of: the rest are errors. */
export type Reply =
  | Completion
  | Extract<Problem, { kind: 'overflow' }>
  /** Tools have to be called in text. */
  | { readonly kind: 'no tools'; readonly message: string }

export interface ClientOptions {
  readonly settings: ChatSettings
  readonly apiKey: string | undefined
  readonly fetch: typeof fetch
}

const FIRST_WAIT_MS = 500
const LONGEST_BACKOFF_MS = 30_000

export function createChatClient({ settings, apiKey, fetch }: ClientOptions): ChatClient {
  const key = createApiKey(apiKey)
  const limiter = createLimiter(settings.maxConcurrentRequests)
  const learnt = sharedUnlessAlone(createLearnt)

  const failure = (message: string, fault: 'request' | 'server') => {
    const reason = key.redact(message)
    const text = `Cannot get an answer of ${settings.model} from ${settings.baseUrl}: ${reason}`
    return fault === 'request' && !learnt().hasAnswered
      ? new ConfigError(`${text} (check the address, the model, the key and the parameters)`)
      : new ModelError(`${text} (see the server)`)
  }
  const send = (body: Record<string, unknown>, { signal, clock }: CallContext) =>
    limiter.run(signal, () =>
      exchange({
        url: `${settings.baseUrl}/chat/completions`,
        headers: key.header,
        body,
        timeoutMs: settings.timeoutMs,
        signal,
        fetch,
        now: () => clock.now(),
      }),
    )

  return {
    async complete(request, context) {
      for (let failed = 0; ; ) {
        const { dialect } = learnt()
        const sent = { ...dialect }
        const answer = checked(await send(bodyOf(request, settings, sent), context), settings)
        switch (answer.kind) {
          case 'completion':
            learnt().hasAnswered = true
            return answer
          case 'overflow':
            return { ...answer, message: key.redact(answer.message) }
          case 'unknown field':
            if (answer.field === 'tools' && request.tools.length > 0)
              return { kind: 'no tools', message: key.redact(answer.message) }
            // Others may have learnt it meanwhile: what counts is what was sent.
            if (!learn(dialect, sent, answer.field)) throw failure(answer.message, 'request')
            continue
          case 'refused':
            throw failure(answer.message, answer.fault)
          case 'transient': {
            if (failed === settings.retries) {
              throw failure(`${answer.message}, at the last of ${failed + 1} tries`, 'server')
            }
            const waitMs = answer.waitMs ?? backoff(failed, context.rng)
            if (waitMs > settings.maxRetryWaitMs) {
              throw failure(`${answer.message}, and it asks to wait ${waitMs} ms`, 'server')
            }
            await context.clock.sleep(waitMs, context.signal)
            failed++
          }
        }
      }
    },
  }
}

/** What answers have told of the server. */
const createLearnt = () => ({
  dialect: { maxTokensField: 'max_tokens', streamOptions: true, seed: true } as Dialect,
  /** A server that has answered once was addressed rightly: what it refuses later is its own doing. */
  hasAnswered: false,
})

/** A training server that leaves token ids out is not tried again: it has none. */
function checked(answer: Completion | Problem, settings: ChatSettings): Completion | Problem {
  if (answer.kind !== 'completion' || !settings.tokenIds) return answer
  const { promptIds, ids, logProbs } = answer
  if (promptIds && ids && logProbs?.length === ids.length) return answer
  const what = promptIds && ids ? 'a log-prob of each token' : 'token ids'
  const message = `it gives no ${what.replace(/^a /, '')}, which were asked for (vLLM 0.10.2 and later does)`
  return { kind: 'refused', message, fault: 'request' }
}

/** Whether the request can be said otherwise. */
function learn(dialect: Dialect, sent: Dialect, field: OptionalField): boolean {
  if (field === 'max_tokens' && sent.maxTokensField === 'max_tokens') {
    dialect.maxTokensField = 'max_completion_tokens'
    return true
  }
  if (field === 'stream_options' && sent.streamOptions) {
    dialect.streamOptions = false
    return true
  }
  if (field === 'seed' && sent.seed) {
    dialect.seed = false
    return true
  }
  return false
}

/** Doubled each time, and half of it at random: many clients must not come back at once. */
function backoff(failed: number, rng: Rng): number {
  const full = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** failed)
  return Math.round(full * (0.5 + rng.float() / 2))
}
