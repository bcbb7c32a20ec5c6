import type { ChatMessage, ToolSpec } from '../../core/index.ts'
import { bareSchema } from '../shared/bare-schema.ts'
import type { ChatSettings } from './options.ts'

/** What is asked of a model. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[]
  /** Called natively; none where there are none, or where they are called in text. */
  readonly tools: readonly ToolSpec[]
  /** Shown the tools, the model may be asked for words alone. */
  readonly mayCall: boolean
  readonly seed: number
}

/** Fields that servers disagree about: how this one wants them. */
export interface Dialect {
  maxTokensField: 'max_tokens' | 'max_completion_tokens'
  streamOptions: boolean
  seed: boolean
}

/** The JSON body of a chat completions request. */
export function bodyOf(
  request: ChatRequest,
  settings: ChatSettings,
  dialect: Dialect,
): Record<string, unknown> {
  const { maxTokens, logProbs, tokenIds } = settings
  const streams = settings.stream === 'on' || (settings.stream === 'auto' && !tokenIds)
  const body: Record<string, unknown> = {
    model: settings.model,
    messages: request.messages.map(wireMessage),
    ...(request.tools.length > 0
      ? { tools: request.tools.map(wireTool), tool_choice: 'auto' }
      : {}),
    temperature: settings.temperature,
    ...(settings.topP === undefined ? {} : { top_p: settings.topP }),
    ...(maxTokens === undefined ? {} : { [dialect.maxTokensField]: maxTokens }),
    ...(settings.stop ? { stop: settings.stop } : {}),
    ...(dialect.seed ? { seed: request.seed } : {}),
    ...(logProbs || tokenIds ? { logprobs: true } : {}),
    ...(tokenIds ? { return_token_ids: true } : {}),
    stream: streams,
    ...(streams && dialect.streamOptions ? { stream_options: { include_usage: true } } : {}),
    ...settings.body,
    ...(request.tools.length > 0 && !request.mayCall ? { tool_choice: 'none' } : {}),
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

function wireMessage({ role, content, toolCalls, toolCallId }: ChatMessage) {
  return {
    role,
    content,
    ...(toolCalls && toolCalls.length > 0
      ? {
          tool_calls: toolCalls.map(({ id, name, arguments: given }) => ({
            id,
            type: 'function',
            function: { name, arguments: given },
          })),
        }
      : {}),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
  }
}

function wireTool({ name, description, parameters }: ToolSpec) {
  return { type: 'function', function: { name, description, parameters: bareSchema(parameters) } }
}
