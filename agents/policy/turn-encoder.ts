import type { ChatMessage } from '../../core/index.ts'
import { ACT, type ChatTemplate, type ChatTool, type Tokenizer } from '../../models/index.ts'
import { rememberSuffixes } from './remember-suffixes.ts'
import { type Beginning, findSuffix, type Suffix, says } from './suffix.ts'

/** Makes the token ids that a policy is given, of one set of tools. */
export interface TurnEncoder {
  /** The token that ends a message of the assistant; null where the template has none. */
  readonly endId: number | null
  /** A whole conversation, and the opening of the assistant's next message. */
  prompt(messages: readonly ChatMessage[]): readonly number[]
  /** null for all messages of a kind where the template renders again, in another way, what was said. */
  readonly suffix: Suffix
}

export interface TurnEncoderOptions {
  readonly template: ChatTemplate
  readonly tokenizer: Tokenizer
  /** Whether what was said stays a prefix of every later prompt (`checkPrefixPreserving`). */
  readonly keepsPrefixes: boolean
  readonly tools: readonly ChatTool[]
  readonly system: string | null
}

export function createTurnEncoder(options: TurnEncoderOptions): TurnEncoder {
  const { template, tokenizer, keepsPrefixes, tools, system } = options
  const asked: ChatMessage = { role: 'user', content: 'Begin.' }
  const whole: Beginning = {
    messages: system === null ? [asked] : [{ role: 'system', content: system }, asked],
    render: rendering(template, tokenizer, tools),
  }
  const endId = endOf(whole, tokenizer)
  // Most templates show tools at their beginning alone: without them there is less to encode.
  const short: Beginning = { messages: [asked], render: rendering(template, tokenizer, []) }
  const find = (...turns: readonly (readonly ChatMessage[])[]): Suffix =>
    keepsPrefixes && endId !== null
      ? rememberSuffixes(findSuffix(whole, endId, turns, [short, whole]) ?? none)
      : none
  const afterText = find(
    [says('No.\n'), { role: 'user', content: 'More.' }],
    [says('Yes'), { role: 'user', content: 'Go on' }],
  )
  const name = tools[0]?.function.name ?? ACT
  const afterCalls = find(calls(name, '', 0, 1), calls(name, 'Two.', 1, 2))

  return {
    endId,
    prompt: (messages) => whole.render(messages, true),
    suffix: (said, answers) => (said.toolCalls?.length ? afterCalls : afterText)(said, answers),
  }
}

const none: Suffix = () => null

function rendering(
  template: ChatTemplate,
  tokenizer: Tokenizer,
  tools: readonly ChatTool[],
): Beginning['render'] {
  const shown = tools.length > 0 ? { tools } : {}
  return (messages, addGenerationPrompt) =>
    template.ids(tokenizer, messages, { ...shown, addGenerationPrompt })
}

/** The first special token behind what an assistant says. */
function endOf({ messages, render }: Beginning, { specialTokens }: Tokenizer): number | null {
  const [ids, others] = ['Yes', 'No'].map((said) => render([...messages, says(said)], false))
  const specials = new Set(specialTokens.map(({ id }) => id))
  const differs = ids?.findIndex((id, at) => id !== others?.[at]) ?? -1
  return ids?.find((id, at) => differs !== -1 && at >= differs && specials.has(id)) ?? null
}

/** A message with calls, and what answers them. */
function calls(name: string, content: string, first: number, count: number) {
  const ids = Array.from({ length: count }, (_, at) => `call_${first + at}`)
  const toolCalls = ids.map((id) => ({ id, name, arguments: `{"of":"${id}"}` }))
  const answers = ids.map((id) => ({ role: 'tool', toolCallId: id, content: `To ${id}.` }) as const)
  return [{ ...says(content), toolCalls }, ...answers]
}
