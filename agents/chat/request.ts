import type { ChatMessage, Image, ToolSpec } from '../../core/index.ts'
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
  /** What the model is to see beside the last message. */
  readonly images?: readonly Image[]
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
    messages: wireMessages(request),
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

/** Pictures are part of the user's last message; results of tools hold text alone, and are followed by one. */
function wireMessages({ messages, images = [] }: ChatRequest): readonly object[] {
  const wired: readonly object[] = messages.map(wireMessage)
  const pictures = images.flatMap(wireImage)
  if (pictures.length === 0) return wired
  const last = messages.at(-1)
  const isUsers = last?.role === 'user'
  const text = isUsers ? (last.content ?? '') : 'What can be seen now:'
  const content = [{ type: 'text', text }, ...pictures]
  return [...(isUsers ? wired.slice(0, -1) : wired), { role: 'user', content }]
}

const wireImage = (image: Image) =>
  'data' in image
    ? [{ type: 'image_url', image_url: { url: `data:${image.mimeType};base64,${image.data}` } }]
    : []

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
