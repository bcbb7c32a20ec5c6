import { type ChatMessage, ConfigError } from '../../core/index.ts'
import type { ChatTemplate, ChatTool, Tokenizer, TokenSequence } from '../../models/index.ts'

export interface ConversationTokens {
  readonly template: ChatTemplate
  readonly tokenizer: Tokenizer
  /** Whether what was said stays a prefix of every later prompt (`checkPrefixPreserving`). */
  readonly prefixPreserving: boolean
  readonly tools?: readonly ChatTool[] | undefined
}

/**
 * The training sequences of a conversation: what the assistant says is trained, with the token that ends
 * its turn. One sequence where the template keeps prefixes; else one for each turn, behind the prompt as
 * the model would be given it there.
 */
export function conversationSequences(
  messages: readonly ChatMessage[],
  { template, tokenizer, prefixPreserving, tools }: ConversationTokens,
): readonly TokenSequence[] {
  if (messages.length === 0) return []
  const given = tools && tools.length > 0 ? { tools } : {}
  if (prefixPreserving) {
    const { ids, assistantMask } = template.encode(tokenizer, messages, given)
    return [trimmed(ids, assistantMask)]
  }
  const render = (count: number, addGenerationPrompt: boolean) =>
    template.ids(tokenizer, messages.slice(0, count), { ...given, addGenerationPrompt })
  return messages.flatMap(({ role }, place) => {
    if (role !== 'assistant') return []
    const prompt = render(place, true)
    const said = render(place + 1, false)
    if (prompt.some((id, at) => id !== said[at])) {
      throw new ConfigError(
        `Cannot train on episodes with the chat template ${template.name}: message ${place} does not begin as the model is asked to begin it (use a template that keeps what was sampled, such as chatMl)`,
      )
    }
    const specials = new Set(tokenizer.specialTokens.map(({ id }) => id))
    const end = said.findIndex((id, at) => at >= prompt.length && specials.has(id))
    const ids = end === -1 ? said : said.slice(0, end + 1)
    return [
      trimmed(
        ids,
        Uint8Array.from(ids, (_, at) => (at < prompt.length ? 0 : 1)),
      ),
    ]
  })
}

/** Behind the last trained token nothing matters. */
function trimmed(ids: readonly number[], mask: Uint8Array): TokenSequence {
  const length = mask.lastIndexOf(1) + 1
  return { ids: Int32Array.from(ids.slice(0, length)), mask: mask.slice(0, length) }
}
