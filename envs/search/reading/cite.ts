import { textOf } from '../corpora/corpus.ts'
import { type Acted, failed } from './acted.ts'
import type { SearchEpisode } from './episode.ts'
import { pageOf } from './read.ts'

interface Given {
  readonly page: string
  readonly span: string
}

/** More would be a page, not evidence. */
export const MOST_SPAN = 600
const MOST_CITATIONS = 40

/** Takes a span as evidence where it stands in the page, white space aside; of a page nobody opened it is worth nothing. */
export function giveCitation(episode: SearchEpisode, given: Given): Acted {
  const problem = problemOf(episode, given)
  if (problem !== null) {
    episode.refusedCitations++
    return failed(`Not cited: ${problem}.`)
  }
  const { page: id, span } = given
  const { title = '' } = pageOf(episode, id) ?? {}
  const read = episode.opened.has(id)
  episode.citations.push({ page: id, title, span, read })
  return {
    text: read
      ? `Cited page ${id}.`
      : `Cited page ${id}, which was never opened: it proves nothing.`,
  }
}

function problemOf(episode: SearchEpisode, { page: id, span }: Given): string | null {
  const page = pageOf(episode, id)
  if (page === undefined) return `there is no page ${JSON.stringify(id)}`
  const wanted = inOneLine(span)
  if (wanted === '') return 'the span is empty'
  if (wanted.length > MOST_SPAN) return `the span has more than ${MOST_SPAN} characters`
  if (!inOneLine(textOf(page)).includes(wanted)) {
    return `page ${id} does not say this, word for word`
  }
  const { citations } = episode
  if (citations.some((one) => one.page === id && inOneLine(one.span) === wanted)) {
    return 'it is cited already'
  }
  return citations.length < MOST_CITATIONS ? null : `there are ${MOST_CITATIONS} citations already`
}

const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Ends the episode; citations that come with the answer are taken as others are. */
export function giveAnswer(
  episode: SearchEpisode,
  given: {
    readonly text: string
    readonly citations?: readonly Given[] | undefined
    readonly unanswerable?: boolean | undefined
  },
): Acted {
  const said = (given.citations ?? []).map((citation) => giveCitation(episode, citation).text)
  episode.answer = { text: given.text, unanswerable: given.unanswerable ?? false }
  episode.isOver = true
  return { text: [...said, 'The answer was given.'].join('\n') }
}
