import type { ChatMessage } from '../../core/index.ts'
import type { History } from '../shared/history.ts'
import { askingToSumUp } from '../shared/prompt.ts'
import type { Prompt, Thread } from './draw.ts'
import { isPrefix } from './suffix.ts'
import type { TurnEncoder } from './turn-encoder.ts'

/** What the model is to write. */
type Asked = 'act' | 'summary'

/** The prompts of one episode. */
export interface Prompts {
  /** Of the whole history, or without its last `omit` turns (one at most). */
  next(asked: Asked, omit?: number): Prompt
  /** The last message was sampled as the end of this thread. */
  said(thread: Thread): void
  /** The history is another than what was sampled: the next prompt is rendered. */
  forget(): void
}

export function createPrompts(
  history: History,
  encoder: TurnEncoder,
  system: string | null,
): Prompts {
  /** Of the last message, and of the one before it. */
  let threads: readonly Thread[] = []

  const rendered = (asked: Asked, omit: number): Prompt => {
    const ids = encoder.prompt(asking(history.messages(system, omit), asked))
    const thread = threads[omit]
    return { ids, parent: thread && isPrefix(thread.ids, ids) ? thread : null }
  }
  /** Tokens that were sampled stay as they are: only what came after them is encoded. */
  const extended = (asked: Asked, omit: number): Prompt | null => {
    const last = history.last(omit)
    const thread = threads[omit]
    if (!thread || !last) return null
    const suffix = encoder.suffix(last.said, asking(last.answers, asked))
    if (suffix === null || encoder.endId === null) return null
    const end = thread.ids.at(-1) === encoder.endId ? [] : [encoder.endId]
    return { ids: [...thread.ids, ...end, ...suffix], parent: thread }
  }

  return {
    next: (asked, omit = 0) => extended(asked, omit) ?? rendered(asked, omit),
    said(thread) {
      threads = [thread, ...threads].slice(0, 2)
    },
    forget() {
      threads = []
    },
  }
}

const asking = (messages: readonly ChatMessage[], asked: Asked) =>
  asked === 'act' ? messages : askingToSumUp(messages)
