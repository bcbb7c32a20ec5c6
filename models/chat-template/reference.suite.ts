import { readFileSync } from 'node:fs'
import { type ChatMessage, createManualClock, type Json } from '../../core/index.ts'
import { variantOf } from '../tokenizer/reference.suite.ts'
import type { Tokenizer } from '../tokenizer/tokenizer.ts'
import { chatMl } from './chat-ml.ts'
import { type ChatTemplate, openChatTemplate } from './chat-template.ts'
import type { ChatTool } from './messages.ts'

interface WireMessage {
  readonly role: ChatMessage['role']
  readonly content: string
  readonly tool_calls?: readonly {
    readonly id: string
    readonly function: { readonly name: string; readonly arguments: Json }
  }[]
  readonly tool_call_id?: string
}

/** What transformers rendered and encoded: made by reference/make_reference.py. */
export const reference = JSON.parse(readHere('reference/reference.json')) as {
  readonly families: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly tools: readonly ChatTool[]
  readonly conversations: Readonly<Record<string, readonly WireMessage[]>>
  readonly rows: readonly {
    readonly template: string
    readonly family: string
    readonly conversation: string
    readonly prompt: boolean
    readonly extra: Readonly<Record<string, Json>>
    readonly text: string
    readonly ids: readonly number[]
    /** One digit a token; only of templates with `{% generation %}`. */
    readonly mask?: string
  }[]
}

export function conversationOf(name: string): readonly ChatMessage[] {
  return (reference.conversations[name] ?? []).map((message) => ({
    role: message.role,
    content: message.content,
    ...(message.tool_call_id === undefined ? {} : { toolCallId: message.tool_call_id }),
    ...(message.tool_calls === undefined
      ? {}
      : {
          toolCalls: message.tool_calls.map(({ id, function: called }) => ({
            id,
            name: called.name,
            arguments: JSON.stringify(called.arguments),
          })),
        }),
  }))
}

const begin = { bos_token: '<|begin_of_text|>' }

export function familyTokenizer(family: string): Promise<Tokenizer> {
  return variantOf(reference.families[family] ?? {}, family === 'llama' ? begin : {})
}

/** One of reference/templates, or `chatMl`; it is 2025-01-06, 9:05:03. */
export function templateOf(name: string): Promise<ChatTemplate> {
  const source = name === 'chatMl' ? chatMl : readHere(`reference/templates/${name}.jinja`)
  const clock = createManualClock(Date.UTC(2025, 0, 6, 9, 5, 3))
  return openChatTemplate(source, { name, clock, namedTokens: begin })
}

export function readHere(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}
