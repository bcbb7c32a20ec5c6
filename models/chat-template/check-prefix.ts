import type { ChatMessage } from '../../core/index.ts'
import type { Tokenizer } from '../tokenizer/tokenizer.ts'
import type { ChatTemplate, EncodeChatOptions } from './chat-template.ts'
import { chatTool } from './messages.ts'

export interface PrefixOptions extends Omit<EncodeChatOptions, 'addGenerationPrompt'> {
  /** Default: one with thoughts, tool calls and further questions. */
  readonly conversation?: readonly ChatMessage[]
}

export interface PrefixReport {
  readonly preserving: boolean
  /** One line for people. */
  readonly text: string
  /** Where it breaks first; null where it does not. */
  readonly difference: PrefixDifference | null
}

export interface PrefixDifference {
  /** The assistant message that is not found again, by its place in the conversation. */
  readonly message: number
  /** How many messages were rendered when it was not. */
  readonly rendered: number
  /** Of the first differing token. */
  readonly position: number
  /** What the model was given or sampled there. */
  readonly was: PlacedToken | null
  /** What is rendered there later; null where the rendering ends. */
  readonly is: PlacedToken | null
}

export interface PlacedToken {
  readonly id: number
  readonly text: string
}

/**
 * Whether what a model was given and sampled stays a prefix of every later prompt. Where it does not, a
 * conversation cannot be one training sample. Messages without calls and reasoning count as sampled word
 * for word; of others, what the template first makes of them.
 */
export function checkPrefixPreserving(
  template: ChatTemplate,
  tokenizer: Tokenizer,
  options: PrefixOptions = {},
): PrefixReport {
  const { conversation, ...rest } = options
  const render = (messages: readonly ChatMessage[], addGenerationPrompt: boolean) =>
    template.ids(tokenizer, messages, { ...rest, addGenerationPrompt })
  if (conversation) return checkConversation(template, tokenizer, conversation, render)
  let refusal: unknown
  for (const { messages, tools } of defaultConversations(template)) {
    const given = rest.tools ?? tools
    try {
      return checkConversation(template, tokenizer, messages, (first, addGenerationPrompt) =>
        template.ids(tokenizer, first, {
          ...rest,
          ...(given ? { tools: given } : {}),
          addGenerationPrompt,
        }),
      )
    } catch (error) {
      refusal ??= error
    }
  }
  throw refusal
}

type Render = (messages: readonly ChatMessage[], addGenerationPrompt: boolean) => readonly number[]

function checkConversation(
  template: ChatTemplate,
  tokenizer: Tokenizer,
  messages: readonly ChatMessage[],
  render: Render,
): PrefixReport {
  for (const [place, message] of messages.entries()) {
    if (message.role !== 'assistant') continue
    const prompt = render(messages.slice(0, place), true)
    const said = render(messages.slice(0, place + 1), false)
    const sampled = isPlain(message)
      ? [...prompt, ...tokenizer.encode(message.content ?? '')]
      : upToEnd(tokenizer, prompt, said)
    for (let rendered = place + 1; rendered <= messages.length; rendered++) {
      const isPrompt = messages[rendered]?.role === 'assistant' || rendered === messages.length
      if (rendered > place + 1 && !isPrompt) continue
      const ids = rendered === place + 1 ? said : render(messages.slice(0, rendered), true)
      const position = firstDifference(sampled, ids)
      if (position === -1) continue
      const difference: PrefixDifference = {
        message: place,
        rendered,
        position,
        was: placed(tokenizer, sampled[position]),
        is: placed(tokenizer, ids[position]),
      }
      return { preserving: false, difference, text: describe(template, messages, difference) }
    }
  }
  const text = `The chat template ${template.name} keeps prefixes: a conversation is one training sample.`
  return { preserving: true, difference: null, text }
}

const isPlain = ({ toolCalls = [], reasoning }: ChatMessage) =>
  toolCalls.length === 0 && reasoning === undefined

/** The prompt, and what follows it in `said` through the token that ends the turn. */
function upToEnd(tokenizer: Tokenizer, prompt: readonly number[], said: readonly number[]) {
  if (firstDifference(prompt, said) !== -1) return prompt
  const specials = new Set(tokenizer.specialTokens.map(({ id }) => id))
  const end = said.findIndex((id, place) => place >= prompt.length && specials.has(id))
  return end === -1 ? said : said.slice(0, end + 1)
}

/** Of a text that should begin with `prefix`; -1 where it does. */
function firstDifference(prefix: readonly number[], ids: readonly number[]): number {
  return prefix.findIndex((id, place) => id !== ids[place])
}

const placed = (tokenizer: Tokenizer, id: number | undefined): PlacedToken | null =>
  id === undefined ? null : { id, text: tokenizer.decode([id]) }

function describe(
  template: ChatTemplate,
  messages: readonly ChatMessage[],
  { message, rendered, position, was, is }: PrefixDifference,
): string {
  const show = (token: PlacedToken | null) =>
    token ? `${token.id} ${JSON.stringify(token.text)}` : 'nothing'
  const when =
    rendered === message + 1
      ? 'as soon as it is rendered'
      : `once message ${rendered - 1} (${messages[rendered - 1]?.role}) follows`
  return `The chat template ${template.name} does not keep prefixes: message ${message} (assistant) changes ${when}, first at token ${position}, which was ${show(was)} and becomes ${show(is)} (every turn becomes a training sample of its own; a template that keeps what was sampled, such as chatMl, makes one of them).`
}

const weather = chatTool({
  name: 'weather',
  description: 'Weather in a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
})

/** The first that a template renders is checked: not all know tools, or several calls at once. */
function defaultConversations({ source }: ChatTemplate) {
  const opening: readonly ChatMessage[] = [
    { role: 'user', content: 'Where is it warm?' },
    { role: 'assistant', content: '<think>\nI need to know where.\n</think>\n\nIn which cities?' },
    { role: 'user', content: 'Paris, Rome, Oslo' },
  ]
  const ending: readonly ChatMessage[] = [
    { role: 'assistant', content: ' I do not know.\n' },
    { role: 'user', content: 'Thank you.' },
  ]
  const calls = (content: string, ...cities: readonly string[]): readonly ChatMessage[] => [
    {
      role: 'assistant',
      content,
      toolCalls: cities.map((city) => ({
        id: `call_${city}`,
        name: 'weather',
        arguments: JSON.stringify({ city }),
      })),
    },
    ...cities.map((city): ChatMessage => {
      return { role: 'tool', toolCallId: `call_${city}`, content: `sunny in ${city}` }
    }),
  ]
  const question: readonly ChatMessage[] = [
    { role: 'assistant', content: 'Paris is warmest.' },
    { role: 'user', content: 'And tomorrow?' },
  ]
  const one = calls('', 'Oslo')
  const acting = [[...calls('Both.', 'Paris', 'Rome'), ...one], one].map((called) => ({
    messages: [...opening, ...called, ...question, ...ending],
    tools: [weather],
  }))
  const talking = { messages: [...opening, ...ending], tools: undefined }
  return source.includes('tool') ? [...acting, talking] : [talking]
}
