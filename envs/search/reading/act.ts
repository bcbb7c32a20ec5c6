import { noNovelty } from '../judge/novelty.ts'
import type { SearchAction } from '../tools.ts'
import { type Acted, failed } from './acted.ts'
import { giveAnswer, giveCitation } from './cite.ts'
import { isSpent, type SearchEpisode } from './episode.ts'
import { findWithin, openPage } from './read.ts'
import { searchPages } from './search.ts'

/** Does what the agent decided. What it cannot do is an observation; once the budget is spent, all but an answer ends the episode. */
export async function act(
  episode: SearchEpisode,
  action: SearchAction,
  signal: AbortSignal | undefined,
): Promise<Acted> {
  episode.novelty = noNovelty
  if (action.tool === 'answer') return giveAnswer(episode, action)
  if (isSpent(episode)) {
    episode.isOver = true
    episode.failedActions++
    return failed('No answer was given within the budget.')
  }
  episode.calls++
  const acted = await dispatch(episode, action, signal)
  if (acted.failed) episode.failedActions++
  return acted
}

async function dispatch(
  episode: SearchEpisode,
  action: Exclude<SearchAction, { tool: 'answer' }>,
  signal: AbortSignal | undefined,
): Promise<Acted> {
  switch (action.tool) {
    case 'search':
      return searchPages(episode, action, signal)
    case 'open':
      return openPage(episode, action, signal)
    case 'find':
      return findWithin(episode, action)
    case 'cite':
      return giveCitation(episode, action)
  }
}
