import { readTerms, without } from '../query/terms.ts'
import type { EpisodesRoute } from '../route.ts'
import { usePage } from '../shell/page-context.ts'

/** Never a silent empty list: why it is empty, and how to go back one step. */
export function NothingFound({ route }: { readonly route: EpisodesRoute }) {
  const { data, list, navigate } = usePage()
  const ask = (query: string) => navigate({ ...route, query }, { replace: true })
  if (data.episodes.length === 0) {
    return <p class="empty">No episode has ended yet, or none could be read.</p>
  }
  if (list.search.share !== null) return <p class="empty">Searching the transcripts …</p>
  const ignored = list.query.problems.filter(({ isIgnored }) => isIgnored)
  const terms = readTerms(route.query).filter(
    ({ start }) => !ignored.some(({ term }) => term.start === start),
  )
  return (
    <div class="empty">
      <p>No episode matches all of the query.</p>
      <p>
        {terms.map((term) => (
          <button
            type="button"
            key={term.start}
            class="button"
            onClick={() => ask(without(route.query, term))}
          >
            Without&nbsp;<code>{route.query.slice(term.start, term.end)}</code>
          </button>
        ))}
        <button type="button" class="button" onClick={() => ask('')}>
          Clear
        </button>
      </p>
    </div>
  )
}
