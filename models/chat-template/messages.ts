import type { ChatMessage, Json } from '../../core/index.ts'

/** A tool as the chat completions API and chat templates know it. */
export interface ChatTool {
  readonly type: 'function'
  readonly function: {
    readonly name: string
    readonly description: string
    /** JSON Schema of the arguments. */
    readonly parameters: Json
  }
}

/** The tool of an action space as chat templates know it. */
export function chatTool(spec: {
  readonly name: string
  readonly description: string
  readonly parameters: Json
}): ChatTool {
  const { name, description } = spec
  const { $schema: _, ...parameters } = spec.parameters as { readonly [key: string]: Json }
  return { type: 'function', function: { name, description, parameters } }
}

/** A message as templates read it: calls nested, their arguments parsed where they are JSON. */
export function templateMessage(message: ChatMessage): { readonly [key: string]: Json } {
  const { role, content, toolCalls = [], toolCallId, reasoning } = message
  return {
    role,
    content: content ?? '',
    ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
    ...(toolCalls.length === 0
      ? {}
      : {
          tool_calls: toolCalls.map(({ id, name, arguments: written }) => ({
            id,
            type: 'function',
            function: { name, arguments: parsed(written) },
          })),
        }),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
  }
}

function parsed(written: string): Json {
  try {
    return JSON.parse(written) as Json
  } catch {
    return written
  }
}
