import { textOf } from '../corpora/corpus.ts'
import { MOST_SPAN } from '../reading/cite.ts'
import type { SearchEpisode } from '../reading/episode.ts'
import type { SearchAction } from '../tools.ts'
import { type Forms, namer, namesIn } from './chain.ts'
import { mentions, normalise } from './normalise.ts'

type Evidence = { readonly page: string; readonly span: string }

/** Finds, opens and cites the page of each rubric, in order, and answers. Privileged. */
export function goldActions(episode: SearchEpisode): readonly SearchAction[] {
  const { question, options, world } = episode
  const evidence = evidenceOf(episode)
  const pages = new Set([...question.rubrics.map(({ page }) => page), ...question.support])
  const actions = [...pages].flatMap((id): readonly SearchAction[] => [
    { tool: 'search', query: world.page(id)?.title ?? id },
    { tool: 'open', page: id },
    ...evidence.filter(({ page }) => page === id).map((one) => ({ tool: 'cite', ...one }) as const),
  ])
  // A small budget leaves no room to read: the answer is known all the same.
  const kept = actions.slice(0, options.calls)
  const cited = kept.flatMap((action) => (action.tool === 'cite' ? [action.span] : []))
  const citations = evidence.filter(({ span }) => !cited.includes(span))
  const [gold] = question.answers
  return [
    ...kept,
    {
      ...(gold === undefined ? refusal : { tool: 'answer' as const, text: gold }),
      ...(citations.length > 0 ? { citations } : {}),
    },
  ]
}

const refusal = { tool: 'answer', text: 'unknown', unanswerable: true } as const

/** The words of each rubric's page that prove it, each once. */
export function evidenceOf(episode: SearchEpisode): Evidence[] {
  const formsOf = namer(episode.question)
  const spans = new Map<string, Evidence>()
  for (const rubric of episode.question.rubrics) {
    const page = episode.world.page(rubric.page)
    const span = page && proofIn(textOf(page), namesIn(rubric, page.title, formsOf), formsOf)
    if (page && span) spans.set(`${page.id}\n${span}`, { page: page.id, span })
  }
  if (episode.question.rubrics.length > 0) return [...spans.values()]
  // Nobody says what proves it: the pages are named by their first sentences.
  return episode.question.support.flatMap((id) => {
    const page = episode.world.page(id)
    const [first = ''] = page ? sentencesOf(textOf(page)) : []
    const span = first.trim()
    return span === '' || span.length > MOST_SPAN ? [] : [{ page: id, span }]
  })
}

/** The shortest run of sentences that mentions all names. */
function proofIn(text: string, names: readonly string[], formsOf: Forms): string | undefined {
  const sentences = sentencesOf(text)
  for (let count = 1; count <= 4; count++) {
    for (let from = 0; from + count <= sentences.length; from++) {
      const span = sentences
        .slice(from, from + count)
        .join('')
        .trim()
      const normal = normalise(span)
      const hasAll = names.every((name) => formsOf(name).some((form) => mentions(normal, form)))
      if (hasAll && span.length <= MOST_SPAN && text.includes(span)) return span
    }
  }
  return undefined
}

const sentencesOf = (text: string): readonly string[] =>
  text.match(/[^.!?\n]+(?:[.!?]+|\n+|$)/g) ?? []
