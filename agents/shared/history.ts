import { answersTo, type ChatMessage } from '../../core/index.ts'

/** The conversation of one episode, in blocks: a message of the model, and what its actions led to. */
export interface History {
  /** The first observation. */
  begin(task: string): void
  /** A message of the model whose actions are about to be taken; `calls` are its native ones. */
  say(message: ChatMessage, actions: number): void
  /** What the next of those actions led to. */
  answer(text: string): void
  /** How many of them wait for an answer. */
  pending(): number
  hasBegun(): boolean
  blocks(): number
  /** What is sent: without the last `omit` blocks. */
  messages(system: string | null, omit?: number): readonly ChatMessage[]
  /** The last block, or the one `omit` before it, as it is sent; null where there is none. */
  last(
    omit?: number,
  ): { readonly said: ChatMessage; readonly answers: readonly ChatMessage[] } | null
  /** Characters of what is sent. */
  length(system: string): number
  /** Drops the oldest blocks, but never the last; says so beside the task. Gives how many were dropped. */
  dropOldest(count: number): number
  /** Puts a note in the place of all blocks but the last. */
  replaceBy(note: string): void
  /** Cuts the middle out of the last block's answers, down to `length` each; gives whether any was longer. */
  shorten(length: number): boolean
}

interface Block {
  readonly message: ChatMessage
  readonly actions: number
  answers: string[]
}

/** Cuts of an observation, when it alone is too long: from 16,000 characters down. */
export const CUTS: readonly number[] = [16_000, 8_000, 4_000, 2_000, 1_000, 500, 250]

export function createHistory(): History {
  let task: string | null = null
  let note: string | null = null
  let dropped = 0
  let blocks: Block[] = []

  const opening = (): ChatMessage => {
    const gap = dropped > 0 ? [`[${dropped} earlier messages of yours are left out here.]`] : []
    const parts = [task ?? '', ...(note === null ? [] : [note]), ...gap]
    return { role: 'user', content: parts.join('\n\n') }
  }
  const pending = () => {
    const last = blocks.at(-1)
    return last ? last.actions - last.answers.length : 0
  }
  const messages = (system: string | null, omit = 0): readonly ChatMessage[] => [
    ...(system === null ? [] : [{ role: 'system', content: system } as const]),
    opening(),
    ...blocks.slice(0, blocks.length - omit).flatMap(messagesOf),
  ]

  return {
    begin(text) {
      task = text
    },
    say(message, actions) {
      blocks.push({ message, actions, answers: [] })
    },
    answer(text) {
      if (pending() > 0) blocks.at(-1)?.answers.push(text)
    },
    pending,
    hasBegun: () => task !== null,
    blocks: () => blocks.length,
    messages,
    last(omit = 0) {
      const [said, ...answers] = blocks
        .slice(0, blocks.length - omit)
        .slice(-1)
        .flatMap(messagesOf)
      return said ? { said, answers } : null
    },
    length: (system) => messages(system).reduce((sum, message) => sum + lengthOf(message), 0),
    dropOldest(count) {
      const going = Math.max(0, Math.min(count, blocks.length - 1))
      blocks = blocks.slice(going)
      dropped += going
      return going
    },
    replaceBy(text) {
      note = text
      dropped = 0
      blocks = blocks.slice(-1)
    },
    shorten(length) {
      const last = blocks.at(-1)
      if (!last?.answers.some((answer) => answer.length > length)) return false
      last.answers = last.answers.map((answer) => cutMiddle(answer, length))
      return true
    },
  }
}

/** Native calls are answered by id, others by one message of the user. */
function messagesOf({ message, actions, answers }: Block): readonly ChatMessage[] {
  const { reasoning: _, logProbs: __, ...said } = message
  const calls = said.toolCalls ?? []
  const sent =
    calls.length > 0
      ? { toolCalls: calls.map((call) => ({ ...call, arguments: sendable(call.arguments) })) }
      : { content: said.content ?? '' }
  return [{ ...said, ...sent }, ...answersTo(said, answers, actions)]
}

/** Servers read the arguments of earlier calls as JSON, and fail at what the model got wrong. */
function sendable(written: string): string {
  try {
    const value: unknown = JSON.parse(written)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? written : '{}'
  } catch {
    return '{}'
  }
}

const MARK = '\n[… left out: the context is full …]\n'

function cutMiddle(text: string, length: number): string {
  if (text.length <= length) return text
  const half = Math.max(0, Math.floor((length - MARK.length) / 2))
  return text.slice(0, half) + MARK + text.slice(text.length - half)
}

const lengthOf = ({ content, toolCalls = [] }: ChatMessage) =>
  (content?.length ?? 0) +
  toolCalls.reduce((sum, call) => sum + call.name.length + call.arguments.length, 0)
