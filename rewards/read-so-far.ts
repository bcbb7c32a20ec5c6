import { observationText, type Trajectory } from '../core/index.ts'

/** All that stood before each decision, and after the last: observations, messages and actions as text. */
export function readSoFar({ initial, decisions, turns }: Trajectory): readonly string[] {
  let text = shown(initial.observation)
  const texts = [text]
  for (const [index, { message }] of decisions.entries()) {
    if (message?.content) text += `\n${message.content}`
    for (const turn of turns.filter(({ decision }) => decision === index)) {
      text += `\n${JSON.stringify(turn.action)}\n${shown(turn.observation)}`
    }
    texts.push(text)
  }
  return texts
}

/** Where an observation is an object with a text, that is what a model reads. */
export function shown(observation: unknown): string {
  if (typeof observation === 'object' && observation !== null && 'text' in observation) {
    if (typeof observation.text === 'string') return observation.text
  }
  return observationText(observation)
}
