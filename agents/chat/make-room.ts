import type { ChatMessage } from '../../core/index.ts'
import { withoutThoughts } from '../shared/actions-in.ts'
import { CUTS, type History } from '../shared/history.ts'
import { askingToSumUp, summaryNote } from '../shared/prompt.ts'
import type { Reply } from './client.ts'
import type { Room } from './room.ts'

/** A conversation that is too long. */
export interface Overlong {
  readonly history: History
  readonly room: Room
  readonly system: string
  /** Characters of the next prompt. */
  readonly length: () => number
}

/** The context was found to be full by counting ahead, or because the server refused the prompt. */
export type FullWhen = 'ahead' | 'refused'

/** Drops the oldest turns, then cuts the last answers; gives whether the conversation became shorter. */
export function leaveOut({ history, room, length }: Overlong): boolean {
  const before = length()
  const target = room.target(before)
  while (length() > target && history.dropOldest(1) > 0);
  for (const cut of CUTS) if (length() > target) history.shorten(cut)
  return length() < before
}

/**
 * Puts what the model writes down in the place of all turns but the last; gives whether it wrote
 * anything. It is asked without the last turn, which stays anyway, where the prompt is too long even for this.
 */
export async function summarise(
  { history, system }: Overlong,
  when: FullWhen,
  ask: (messages: readonly ChatMessage[]) => Promise<Reply>,
): Promise<boolean> {
  for (const omit of when === 'ahead' ? [0, 1] : [1]) {
    if (history.blocks() <= omit) return false
    const reply = await ask(askingToSumUp(history.messages(system, omit)))
    if (reply.kind === 'overflow') continue
    const text = reply.kind === 'completion' ? withoutThoughts(reply.content ?? '') : ''
    if (text !== '') history.replaceBy(summaryNote(text))
    return text !== ''
  }
  return false
}
