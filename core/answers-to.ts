import type { ChatMessage } from './trajectory.ts'

/**
 * The messages that answer one of a model: a result for each native call by its id, else one of the
 * user. `actions` is how many were to be taken, where some were not.
 */
export function answersTo(
  { toolCalls = [] }: Pick<ChatMessage, 'toolCalls'>,
  observations: readonly string[],
  actions = observations.length,
): readonly ChatMessage[] {
  if (toolCalls.length > 0) {
    return toolCalls.map(({ id }, place) => ({
      role: 'tool',
      toolCallId: id,
      content: observations[place] ?? 'The call was not carried out.',
    }))
  }
  const numbered = observations.map((text, place) => `Result of action ${place + 1}:\n${text}`)
  const content = actions === 1 ? (observations[0] ?? '') : numbered.join('\n\n')
  return [{ role: 'user', content }]
}
