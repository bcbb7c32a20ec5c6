import { ConfigError, type EpisodeContext } from '../../core/index.ts'

/** Words of a page, verbatim. */
export interface Evidence {
  readonly page: string
  readonly span: string
}

export interface AnswerCall {
  readonly tool: 'answer'
  readonly text: string
  readonly citations?: readonly Evidence[]
  readonly unanswerable?: true
}

/** The actions these agents take: those of search envs. */
export type SearchCall =
  | { readonly tool: 'search'; readonly query: string; readonly k?: number }
  | { readonly tool: 'open'; readonly page: string; readonly part?: number }
  | AnswerCall

/** What an agent does in an episode: calls, each answered by what is seen then, and an answer at the end. */
export type Plan<Result> = Generator<SearchCall, Result, Seen>

/** @throws ConfigError where the env has nothing to search. */
export function requireSearch(name: string, context: EpisodeContext<unknown, unknown>): void {
  const calls: readonly SearchCall[] = [
    { tool: 'search', query: 'a' },
    { tool: 'open', page: 'a' },
    { tool: 'answer', text: 'a' },
  ]
  if (calls.every((call) => context.actionSpace.contains(call))) return
  throw new ConfigError(
    `Cannot play ${context.spec.id} as ${name}: its actions have no search, open and answer (choose an env of search/, such as search/Atlas-v0, or another agent)`,
  )
}

import type { Seen } from './seen.ts'
