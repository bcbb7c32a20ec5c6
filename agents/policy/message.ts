import type { ChatMessage, Invalid, Sample, Space } from '../../core/index.ts'
import type { Tokenizer } from '../../models/index.ts'
import { actionsIn, withoutThoughts } from '../shared/actions-in.ts'
import type { Manner } from '../shared/prompt.ts'
import { findTextCalls, type TextCall } from '../shared/text-calls.ts'
import type { Toolbox, WrittenCall } from '../shared/toolbox.ts'

/** A message and the actions in it: at least one, if only an invalid one. */
export interface ReadMessage {
  readonly message: ChatMessage
  readonly actions: readonly (unknown | Invalid)[]
}

/** What was sampled, as text: without control tokens, up to the text that ended it. */
export function sampledText(
  tokenizer: Tokenizer,
  { ids, finish }: Pick<Sample, 'ids' | 'finish'>,
  stop: readonly string[],
): string {
  const said = finish === 'stopId' ? ids.slice(0, -1) : ids
  const text = tokenizer.decode(said, { special: false })
  if (finish !== 'stopText') return text
  const places = stop.map((end) => text.indexOf(end)).filter((place) => place !== -1)
  return text.slice(0, Math.min(text.length, ...places))
}

/** Reads the messages of one episode. */
export function createMessageReader(given: {
  readonly toolbox: Toolbox
  readonly space: Space<unknown>
  readonly manner: Manner
}): (text: string, finish: Sample['finish']) => ReadMessage {
  const { space, manner } = given
  let calls = 0
  const callMessage = (content: string, written: readonly WrittenCall[]): ChatMessage => {
    const toolCalls = written.map(({ name, arguments: args }) => ({
      id: `call_${calls++}`,
      name,
      arguments: typeof args === 'string' ? args : JSON.stringify(args),
    }))
    return { role: 'assistant', content, toolCalls }
  }

  return (text, finish) => {
    const message: ChatMessage = { role: 'assistant', content: text }
    const body = withoutThoughts(text)
    if (manner === 'plain text' && !space.contains(body) && space.contains(text)) {
      return { message, actions: [text] }
    }
    const actions = actionsIn(body, { ...given, finishReason: finish })
    if (manner !== 'tools') return { message, actions }
    const found = findTextCalls(body)
    if (found.calls.length === 0 || !found.calls.every(isReadable)) return { message, actions }
    // As demonstrations are rendered: what stands behind the first call is kept by its tokens alone.
    const before = text.slice(0, text.lastIndexOf(body) + found.start).trimEnd()
    return { message: callMessage(before, found.calls), actions }
  }
}

const isReadable = (call: TextCall): call is WrittenCall => 'name' in call
