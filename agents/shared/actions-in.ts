import type { Invalid, Space } from '../../core/index.ts'
import type { Manner } from './prompt.ts'
import { readTextCalls, type TextCall } from './text-calls.ts'
import type { Toolbox } from './toolbox.ts'

export interface Reading {
  readonly toolbox: Toolbox
  readonly space: Space<unknown>
  readonly manner: Manner
  /** `length` and `content_filter` are told; every other is a message that ended by itself. */
  readonly finishReason: string
}

/** The actions in a text, its thoughts left out: at least one, if only an invalid one. */
export function actionsIn(text: string, reading: Reading): readonly (unknown | Invalid)[] {
  const { toolbox, space, manner } = reading
  if (manner === 'plain text') return text === '' ? [noAction(text, reading)] : [text]
  const written = readTextCalls(text)
  if (written.length > 0) return written.map((call) => actionOf(call, toolbox))
  const bare = [text, parsed(text)].find((value) => value !== '' && space.contains(value))
  return [bare === undefined ? noAction(text, reading) : bare]
}

/** The action of a call in a text, or why it is none. */
export const actionOf = (call: TextCall, toolbox: Toolbox): unknown | Invalid =>
  'problem' in call ? { invalid: call.problem, raw: call.raw } : toolbox.action(call)

function noAction(raw: string, { finishReason, manner }: Reading): Invalid {
  if (finishReason === 'length') {
    return { invalid: 'the message was cut off before it held an action: write less', raw }
  }
  if (finishReason === 'content_filter') {
    return { invalid: "the server's filter stopped the message", raw }
  }
  if (raw === '') return { invalid: 'the message is empty', raw }
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
