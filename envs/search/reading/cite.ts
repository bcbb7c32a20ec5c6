import { type Page, textOf } from '../corpora/corpus.ts'
import { type Acted, failed } from './acted.ts'
import type { SearchEpisode } from './episode.ts'

interface Given {
  readonly page: string
  readonly span: string
}

/** More would be a page, not evidence. */
export const MOST_SPAN = 600
const MOST_CITATIONS = 40

/** Takes a span as evidence where it stands in the page, white space aside; of a page nobody opened it is worth nothing. */
export function giveCitation(episode: SearchEpisode, given: Given): Acted {
  const page = episode.world.page(given.page)
  const problem = page ? problemOf(episode, page, given.span) : problemWithout(episode, given.page)
  if (!page || problem !== null) {
    episode.refusedCitations++
    return failed(`Not cited: ${problem}.`)
  }
  // The web has pages under several addresses.
  const { id, title } = page
  const { span } = given
  const read = episode.opened.has(id)
  episode.citations.push({ page: id, title, span, read })
  return {
    text: read
      ? `Cited page ${id}.`
      : `Cited page ${id}, which was never opened: it proves nothing.`,
  }
}

/** Of a page that is not at hand. */
const problemWithout = ({ searches }: SearchEpisode, id: string): string =>
  searches.some((found) => found.includes(id))
    ? `page ${id} was never opened`
    : `there is no page ${JSON.stringify(id)}`

function problemOf(episode: SearchEpisode, page: Page, span: string): string | null {
  const { id } = page
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
