import { type Page, textOf } from '../corpora/corpus.ts'
import { namesOf } from '../judge/chain.ts'
import { mentions, normalise } from '../judge/normalise.ts'
import { asData, labelOf } from '../observe.ts'
import { type Acted, failed } from './acted.ts'
import { type SearchEpisode, tokensLeft } from './episode.ts'
import { partsOf } from './parts.ts'
import { passagesOf } from './passages.ts'
import { charsOf, cutTo, tokensIn } from './tokens.ts'

const MOST_PASSAGES = 5

/** Shows a part of a page, or of one of its sections. */
export async function openPage(
  episode: SearchEpisode,
  asked: {
    readonly page: string
    readonly section?: string | undefined
    readonly part?: number | undefined
  },
  signal: AbortSignal | undefined,
): Promise<Acted> {
  const { page, problem } = await episode.world.open(asked.page, signal)
  if (page === undefined) return failed(`Not opened: ${problem}.`)
  const sections = page.sections.map(({ heading }) => heading).filter((heading) => heading !== '')
  const text = sectionOf(page, asked.section)
  if (text === undefined) {
    const known = sections.length > 0 ? `it has ${sections.join(', ')}` : 'it has none'
    return failed(`${labelOf(page)} has no section ${JSON.stringify(asked.section)}: ${known}.`)
  }
  const parts = partsOf(text, charsOf(episode.options.partTokens))
  const { part = 1 } = asked
  const whole = parts[part - 1]
  if (whole === undefined) {
    return failed(`${labelOf(page)} has no part ${part}: give one from 1 to ${parts.length}.`)
  }
  const shown = cutTo(whole, tokensLeft(episode))
  const { id, title, date = null } = page
  const section = asked.section ?? null
  episode.reading = {
    ...{ page: id, title, date, section, sections, text: shown, part, parts: parts.length },
  }
  episode.opened.add(id)
  read(episode, page, shown)
  const place = [
    labelOf(page),
    ...(section === null ? [] : [`section ${section}`]),
    ...(parts.length > 1 ? [`part ${part} of ${parts.length}`] : []),
  ].join(', ')
  const outline =
    sections.length > 0 && section === null ? `Sections: ${sections.join(', ')}\n` : ''
  return { text: `${outline}${asData(place, shown)}` }
}

/** Shows where the open page has some words. */
export function findWithin(episode: SearchEpisode, asked: { readonly text: string }): Acted {
  const { reading } = episode
  const page = reading && episode.world.page(reading.page)
  if (!page) return failed('No page is open: open one first.')
  if (asked.text.trim() === '') return failed('The text to find is empty.')
  const passages = passagesOf(textOf(page), asked.text, MOST_PASSAGES)
  if (passages.length === 0) return { text: `${labelOf(page)} does not have these words.` }
  const shown = cutTo(passages.map(({ text }) => text).join('\n...\n'), tokensLeft(episode))
  read(episode, page, shown)
  return { text: asData(labelOf(page), shown) }
}

function sectionOf(page: Page, heading: string | undefined): string | undefined {
  if (heading === undefined) return textOf(page)
  const wanted = heading.trim().toLowerCase()
  return page.sections.find((section) => section.heading.trim().toLowerCase() === wanted)?.text
}

/** Counts what was shown, and notes what stood in it. */
function read(episode: SearchEpisode, page: Page, shown: string): void {
  episode.tokens += tokensIn(shown)
  const normal = normalise(`${page.title} . ${shown}`)
  for (const [index, entity] of episode.question.entities.entries()) {
    if (namesOf(entity).some((name) => mentions(normal, name))) episode.found.add(index)
  }
  const { answers } = episode.question
  episode.hasReadAnswer ||= answers.some((answer) => mentions(normal, normalise(answer)))
  notePlanted(episode, page, shown)
}

/** Remembers what an instruction asked for, once its words were shown. */
export function notePlanted({ world, planted }: SearchEpisode, page: Page, shown: string): void {
  const wanted = normalise(world.planted(page)?.answer ?? '')
  if (mentions(normalise(shown), wanted)) planted.add(wanted)
}
