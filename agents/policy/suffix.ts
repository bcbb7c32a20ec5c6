import { type ChatMessage, ConfigError } from '../../core/index.ts'

/**
 * What follows a message of the assistant, from behind the token that ends it to the opening of its next;
 * null where there is no such thing.
 */
export type Suffix = (
  said: ChatMessage,
  answers: readonly ChatMessage[],
) => readonly number[] | null

/** How conversations begin, and the token ids of those that begin so. */
export interface Beginning {
  readonly messages: readonly ChatMessage[]
  render(messages: readonly ChatMessage[], addGenerationPrompt: boolean): readonly number[]
}

/**
 * Suffixes as they stand behind the first of these beginnings that gives the right ones. What a template
 * puts between two messages seldom depends on what they say, which is tried with these turns: so nothing
 * that was sampled is rendered, or decoded and encoded, to make the next prompt.
 */
export function findSuffix(
  whole: Beginning,
  endId: number,
  turns: readonly (readonly ChatMessage[])[],
  beginnings: readonly Beginning[],
): Suffix | null {
  for (const beginning of beginnings) {
    // Not every template knows calls, or several at once.
    const suffix = unlessRefused(() => suffixBehind(beginning, endId))
    if (suffix && unlessRefused(() => isMadeOfPieces(whole, endId, turns, suffix))) return suffix
  }
  return null
}

function suffixBehind({ messages, render }: Beginning, endId: number): Suffix {
  const start = render(messages, true).length
  return (said, answers) => {
    const ids = render([...messages, placeholder(said), ...answers], true)
    const end = ids.indexOf(endId, start)
    return end === -1 ? null : ids.slice(end + 1)
  }
}

/** In the place of a message: of the same kind, and calls with the same ids, which answers name. */
function placeholder({ toolCalls = [] }: ChatMessage): ChatMessage {
  if (toolCalls.length === 0) return says('Yes')
  return { ...says(''), toolCalls: toolCalls.map((call) => ({ ...call, arguments: '{}' })) }
}

/** Whether a conversation put together from its pieces is what the template makes of the whole. */
function isMadeOfPieces(
  { messages: opening, render }: Beginning,
  endId: number,
  turns: readonly (readonly ChatMessage[])[],
  suffix: Suffix,
): boolean {
  let messages = opening
  let ids = render(opening, true)
  for (const [said, ...answers] of turns) {
    if (!said) return false
    const spoken = render([...messages, said], false)
    const end = spoken.indexOf(endId, ids.length)
    const after = suffix(said, answers)
    if (end === -1 || after === null) return false
    messages = [...messages, said, ...answers]
    ids = [...ids, ...spoken.slice(ids.length, end + 1), ...after]
    const rendered = render(messages, true)
    if (ids.length !== rendered.length || !isPrefix(ids, rendered)) return false
  }
  return true
}

export const says = (content: string): ChatMessage => ({ role: 'assistant', content })

/** Whether `ids` begin with `start`. */
export const isPrefix = (start: readonly number[], ids: readonly number[]): boolean =>
  start.length <= ids.length && start.every((id, at) => ids[at] === id)

function unlessRefused<T>(render: () => T): T | null {
  try {
    return render()
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}
