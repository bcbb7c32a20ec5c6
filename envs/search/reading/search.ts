import { type Page, textOf } from '../corpora/corpus.ts'
import { noveltyOf } from '../judge/novelty.ts'
import { asData, labelOf, type ShownHit } from '../observe.ts'
import { type Acted, failed } from './acted.ts'
import { type SearchEpisode, tokensLeft } from './episode.ts'
import { snippetOf } from './passages.ts'
import { notePlanted } from './read.ts'
import { cutTo, tokensIn } from './tokens.ts'

/** Lists the pages that a query finds. */
export async function searchPages(
  episode: SearchEpisode,
  { query, k }: { readonly query: string; readonly k?: number | undefined },
  signal: AbortSignal | undefined,
): Promise<Acted> {
  const { options, world } = episode
  if (query.trim() === '') return failed('The query is empty: say what to search for.')
  const asked = k ?? Math.min(options.hits, options.mostHits)
  if (asked < 1) return failed(`k is ${asked}: give a number from 1 to ${options.mostHits}.`)
  const refusal = guarded(episode, query)
  if (refusal !== null) return failed(refusal)
  const pages = await world.search(query, Math.min(asked, options.mostHits), signal)
  note(episode, query, pages)
  const listed = list(pages, query, tokensLeft(episode))
  for (const { page, hit } of listed) notePlanted(episode, page, hit.snippet)
  episode.hits = listed.map(({ hit }) => hit)
  const notes = [
    ...(asked > options.mostHits ? [`k was cut to ${options.mostHits}.`] : []),
    ...(listed.length < pages.length ? ['Not all fit the budget.'] : []),
  ]
  const shown = listed.map(({ text }) => text)
  episode.tokens += listed.reduce((sum, { text }) => sum + tokensIn(text), 0)
  if (shown.length === 0) return { text: 'No page was found.' }
  return { text: [`Found ${shown.length}:`, ...notes, ...shown].join('\n') }
}

/** Counts a query that quotes; why it is refused, where those are. */
function guarded(episode: SearchEpisode, query: string): string | null {
  const { options, question, guard, hasReadAnswer } = episode
  if (options.guard === 'off') return null
  const reason = guard(query, question.question, hasReadAnswer ? [] : question.answers)
  if (reason === null) return null
  episode.blockedQueries++
  return options.guard === 'block' ? `The query was refused: ${reason}.` : null
}

function note(episode: SearchEpisode, query: string, pages: readonly Page[]): void {
  const ids = pages.map(({ id }) => id)
  const plain = query.toLowerCase().split(/\s+/).join(' ').trim()
  if (episode.queries.has(plain)) episode.repeatedQueries++
  episode.queries.add(plain)
  episode.novelty = noveltyOf(ids, episode.searches)
  episode.searches.push(ids)
}

function list(pages: readonly Page[], query: string, tokens: number) {
  const listed: { readonly page: Page; readonly hit: ShownHit; readonly text: string }[] = []
  let left = tokens
  for (const page of pages) {
    if (left <= 0) break
    const { id, title, date = null } = page
    const hit = { page: id, title, date, snippet: cutTo(snippetOf(textOf(page), query), left) }
    const text = asData(labelOf(page), hit.snippet)
    left -= tokensIn(text)
    listed.push({ page, hit, text })
  }
  return listed
}
