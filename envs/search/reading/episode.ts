import type { Page } from '../corpora/corpus.ts'
import type { Answer } from '../judge/answer.ts'
import type { Citation } from '../judge/chain.ts'
import { type Novelty, noNovelty } from '../judge/novelty.ts'
import type { Reading, SearchObservation, ShownHit } from '../observe.ts'
import type { ReadingOptions } from '../options.ts'
import type { Question } from '../questions/question.ts'

/** What an instruction that stands in a page, and is not the user's, asks for. */
export interface Planted {
  /** The answer it wants to be given. */
  readonly answer: string
}

/** A page that was opened, or why there is none: that an address leads nowhere is no failure of ours. */
export type OpenedPage =
  | { readonly page: Page; readonly problem?: undefined }
  | { readonly page?: undefined; readonly problem: string }

/** Where an episode searches and reads: a corpus, or the web. */
export interface SearchWorld extends AsyncDisposable {
  /** Pages for a query, the best first, as far as the search tells of them: of the web, only what it quotes. */
  search(query: string, k: number, signal: AbortSignal | undefined): Promise<readonly Page[]>
  /** The whole page with this id. */
  open(id: string, signal: AbortSignal | undefined): Promise<OpenedPage>
  /** The same, where it is at hand: any page of a corpus; of the web, one that was opened. */
  page(id: string): Page | undefined
  /** null where nobody planted one in this page. */
  planted(page: Page): Planted | null
}

/** What the live-search guard says of a query: why it is refused, or null. */
export type Guard = (query: string, question: string, answers: readonly string[]) => string | null

/** The running episode. */
export interface SearchEpisode {
  readonly world: SearchWorld
  readonly options: ReadingOptions
  readonly question: Question
  readonly guard: Guard
  hits: readonly ShownHit[]
  reading: Reading | null
  readonly citations: Citation[]
  answer: Answer | null
  /** Hits of each search, by id. */
  readonly searches: (readonly string[])[]
  readonly queries: Set<string>
  /** Of the last turn. */
  novelty: Novelty
  /** Ids in the order they were opened, each once. */
  readonly opened: Set<string>
  /** Entities, by their place in the question, that stood in what was read. */
  readonly found: Set<number>
  /** Answers that planted instructions asked for, in what was read. */
  readonly planted: Set<string>
  /** Some answer stood in what was read: to search for it is no sign of having been told. */
  hasReadAnswer: boolean
  calls: number
  tokens: number
  isOver: boolean
  invalidActions: number
  failedActions: number
  repeatedQueries: number
  blockedQueries: number
  refusedCitations: number
}

export function beginEpisode(
  given: Pick<SearchEpisode, 'world' | 'options' | 'question' | 'guard'>,
): SearchEpisode {
  return {
    ...given,
    ...{ hits: [], reading: null, citations: [], answer: null, searches: [], queries: new Set() },
    ...{
      novelty: noNovelty,
      opened: new Set(),
      found: new Set(),
      planted: new Set(),
      hasReadAnswer: false,
    },
    ...{ calls: 0, tokens: 0, isOver: false, invalidActions: 0, failedActions: 0 },
    ...{ repeatedQueries: 0, blockedQueries: 0, refusedCitations: 0 },
  }
}

/** What is left to read; no text is shown beyond it. */
export const tokensLeft = ({ options, tokens }: SearchEpisode): number =>
  Math.max(0, options.tokens - tokens)

const callsLeft = ({ options, calls }: SearchEpisode): number => Math.max(0, options.calls - calls)

export const isSpent = (episode: SearchEpisode): boolean =>
  callsLeft(episode) === 0 || tokensLeft(episode) === 0

/** What an agent sees now; `said` came of its last action. */
export function observationOf(episode: SearchEpisode, said: string): SearchObservation {
  const { question, hits, reading, citations, blockedQueries } = episode
  const budget = { calls: callsLeft(episode), tokens: tokensLeft(episode) }
  const left = isSpent(episode)
    ? 'The budget is used up: only answer is left.'
    : `Left: ${budget.calls} calls, ${budget.tokens} tokens.`
  return {
    question: question.question,
    text: `${said}\n${episode.isOver ? 'The episode is over.' : left}`,
    ...{ hits, reading },
    cited: citations.map(({ page, span }) => ({ page, span })),
    ...{ budget, blockedQueries },
  }
}
