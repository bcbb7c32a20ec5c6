import {
  answersTo,
  type ChatMessage,
  type DecisionRecord,
  type Json,
  observationText,
  type Trajectory,
  type Turn,
} from '../core/index.ts'

/** The function that stands for an action space with neither text nor tools. */
export const ACT = 'act'

/**
 * The message that takes these actions: a text is one word for word, `{ tool, ... }` a call of that tool, and
 * anything else a call of `act`. `firstCall` numbers the calls, which answers name.
 */
export function actionMessage(actions: readonly Json[], firstCall = 0): ChatMessage {
  const [only] = actions
  if (actions.length === 1 && typeof only === 'string') return { role: 'assistant', content: only }
  const toolCalls = actions.map((action, place) => ({
    id: `call_${firstCall + place}`,
    ...callOf(action),
  }))
  return { role: 'assistant', content: '', toolCalls }
}

function callOf(action: Json): { readonly name: string; readonly arguments: string } {
  if (typeof action !== 'object' || action === null || Array.isArray(action)) {
    return { name: ACT, arguments: JSON.stringify({ action }) }
  }
  const { tool, ...rest } = action as { readonly [key: string]: Json }
  return typeof tool === 'string'
    ? { name: tool, arguments: JSON.stringify(rest) }
    : { name: ACT, arguments: JSON.stringify(action) }
}

/**
 * An episode as the model that acts in it sees it: the first observation as a message of the user, then
 * what was said and what it led to, up to the last message of the assistant. Decisions that sampled a
 * message have it as it was; of others (a declared solution, a script) their actions make one.
 */
export function conversationOf(
  trajectory: Pick<Trajectory, 'initial' | 'decisions' | 'turns'>,
  { system }: { readonly system?: string | undefined } = {},
): readonly ChatMessage[] {
  const messages: ChatMessage[] = [
    ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
    { role: 'user', content: observationText(trajectory.initial.observation) },
  ]
  let calls = 0
  const say = (message: ChatMessage, turns: readonly Turn[]) => {
    calls += message.toolCalls?.length ?? 0
    const observations = turns.map(({ observation }) => observationText(observation))
    messages.push(message, ...answersTo(message, observations))
  }
  for (const { decision, turns } of decisionsOf(trajectory)) {
    if (decision.message) {
      const { logProbs: _, ...message } = decision.message
      say({ ...message, content: message.content ?? '' }, turns)
    } else if (turns.every(({ action }) => typeof action === 'string')) {
      // A text holds one action.
      for (const turn of turns) say(actionMessage([turn.action], calls), [turn])
    } else if (turns.length > 0) {
      const actions = turns.map(({ action }) => action)
      say(actionMessage(actions, calls), turns)
    }
  }
  const last = messages.findLastIndex(({ role }) => role === 'assistant')
  return messages.slice(0, last + 1)
}

function* decisionsOf({ decisions, turns }: Pick<Trajectory, 'decisions' | 'turns'>): Generator<{
  readonly decision: DecisionRecord
  readonly turns: readonly Turn[]
}> {
  for (const [index, decision] of decisions.entries()) {
    yield { decision, turns: turns.filter((turn) => turn.decision === index) }
  }
}
