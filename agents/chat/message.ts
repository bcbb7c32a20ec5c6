import type { ChatMessage, Invalid, Space } from '../../core/index.ts'
import type { Completion } from './completion.ts'
import type { Manner } from './prompt.ts'
import { readTextCalls } from './text-calls.ts'
import type { Toolbox } from './toolbox.ts'

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
    const { content, reasoning, ids, logProbs } = completion
    const toolCalls = completion.toolCalls.map((call) => ({ ...call, id: freshId(call.id) }))
    const message: ChatMessage = {
      role: 'assistant',
      content,
      ...(toolCalls.length > 0 ? { toolCalls } : {}),
      ...(reasoning === null ? {} : { reasoning }),
      ...(logProbs && !ids ? { logProbs } : {}),
    }
    if (toolCalls.length > 0) return { message, actions: toolCalls.map(toolbox.action) }
    return { message, actions: actionsIn(withoutThoughts(content ?? ''), completion, manner) }
  }

  function actionsIn(text: string, completion: Completion, manner: Manner) {
    if (manner === 'plain text') return text === '' ? [noAction(text, completion, manner)] : [text]
    const written = readTextCalls(text)
    if (written.length > 0) {
      return written.map((call) =>
        'problem' in call ? { invalid: call.problem, raw: call.raw } : toolbox.action(call),
      )
    }
    const bare = [text, parsed(text)].find((value) => value !== '' && space.contains(value))
    return [bare === undefined ? noAction(text, completion, manner) : bare]
  }
}

function noAction(text: string, { finishReason }: Completion, manner: Manner): Invalid {
  const raw = text
  if (finishReason === 'length') {
    return { invalid: 'the message was cut off before it held an action: write less', raw }
  }
  if (finishReason === 'content_filter') {
    return { invalid: "the server's filter stopped the message", raw }
  }
  if (text === '') return { invalid: 'the message is empty', raw }
  const missing = { tools: 'calls no tool', 'calls in text': 'holds no block with an action' }
  return { invalid: `the message ${manner === 'plain text' ? 'is none' : missing[manner]}`, raw }
}

/** What a model without a field for its thoughts writes after them. */
export function withoutThoughts(content: string): string {
  const end = content.lastIndexOf('</think>')
  if (end !== -1) return content.slice(end + '</think>'.length).trim()
  return /^\s*<think>/.test(content) ? '' : content.trim()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
