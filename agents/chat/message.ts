import type { ChatMessage, Invalid, Space } from '../../core/index.ts'
import { actionsIn, withoutThoughts } from '../shared/actions-in.ts'
import type { Manner } from '../shared/prompt.ts'
import type { Toolbox } from '../shared/toolbox.ts'
import type { Completion } from './completion.ts'

/** A message of the model and the actions in it: at least one, if only an invalid one. */
export interface ReadMessage {
  readonly message: ChatMessage
  readonly actions: readonly (unknown | Invalid)[]
}

/** Reads completions of one episode. */
export type MessageReader = (completion: Completion, manner: Manner) => ReadMessage

export function createMessageReader(toolbox: Toolbox, space: Space<unknown>): MessageReader {
  const seenIds = new Set<string>()
  /** Results find their calls by id: what the server left empty or gave twice is named anew. */
  const freshId = (id: string) => {
    let fresh = id
    for (let n = seenIds.size; fresh === '' || seenIds.has(fresh); n++) fresh = `call_${n}`
    seenIds.add(fresh)
    return fresh
  }

  return (completion, manner) => {
    const { content, reasoning, finishReason, ids, logProbs } = completion
    const toolCalls = completion.toolCalls.map((call) => ({ ...call, id: freshId(call.id) }))
    const message: ChatMessage = {
      role: 'assistant',
      content,
      ...(toolCalls.length > 0 ? { toolCalls } : {}),
      ...(reasoning === null ? {} : { reasoning }),
      ...(logProbs && !ids ? { logProbs } : {}),
    }
    if (toolCalls.length > 0) return { message, actions: toolCalls.map(toolbox.action) }
    const text = withoutThoughts(content ?? '')
    return { message, actions: actionsIn(text, { toolbox, space, manner, finishReason }) }
  }
}
