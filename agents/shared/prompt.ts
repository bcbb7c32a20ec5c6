import type { ChatMessage, Space } from '../../core/index.ts'
import { bareSchema } from './bare-schema.ts'
import { describeTextCalls } from './text-calls.ts'
import type { Toolbox } from './toolbox.ts'

/** How a model acts: by the server's tool calls, by calls in text, or by the text itself. */
export type Manner = 'tools' | 'calls in text' | 'plain text'

/** The system message: what the user says, then how to act. */
export function systemMessage(
  manner: Manner,
  toolbox: Toolbox,
  space: Space<unknown>,
  own: string | undefined,
): string {
  const forms: Record<Manner, () => string> = {
    tools: () =>
      'Each of your messages must call a tool: one without a call does nothing. What the call led to comes back as its result.',
    'calls in text': () =>
      `Each of your messages must hold an action: one without does nothing. What the action led to comes back as the next message.\n\n${describeTextCalls(toolbox.tools)}`,
    'plain text': () =>
      `Each of your messages is one action, taken word for word: write the action and nothing else. What it led to comes back as the next message. JSON Schema of an action: ${JSON.stringify(bareSchema(space.jsonSchema()))}`,
  }
  return [
    ...(own === undefined ? [] : [own]),
    'You act in an environment until its task is done.',
    forms[manner](),
  ].join('\n\n')
}

/** Asks for what a self-summary must keep. */
export const summaryRequest =
  'Your context is full and will be emptied. Do not act now. Write down what you need to go on: what the task asks, what you found out, what you changed, what did not work, and what you meant to do next.'

/** What stands beside the task once turns were summed up. */
export const summaryNote = (summary: string): string =>
  `What you wrote down about your work so far:\n${summary}`

/** Appended to the last message: not every model takes two of the user in a row. */
export function askingToSumUp(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const last = messages.at(-1)
  if (last?.role !== 'user') return [...messages, { role: 'user', content: summaryRequest }]
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${summaryRequest}` }]
}
