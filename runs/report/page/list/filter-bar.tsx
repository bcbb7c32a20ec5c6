import { useMemo } from 'preact/hooks'
import { formatInteger, formatShare, plural } from '../../format.ts'
import { choiceOf, withChoice, without } from '../query/terms.ts'
import type { EpisodesRoute } from '../route.ts'
import { usePage } from '../shell/page-context.ts'
import { nextSort } from './columns.ts'
import { useMediaQuery } from './use-media-query.ts'

const FILTERS = ['run', 'outcome', 'split', 'difficulty', 'kind', 'ended']

/** The query, as text and as menus: both are one. */
export function FilterBar(props: { readonly route: EpisodesRoute; onEnterList(): void }) {
  const { route, onEnterList } = props
  const { list, navigate } = usePage()
  const ask = (query: string) => navigate({ ...route, query }, { replace: true })
  const menus = list.fields.filter(
    ({ name, values }) => FILTERS.includes(name) && values !== undefined && values.size > 1,
  )
  return (
    <search class="filters">
      <div class="search-line">
        <input
          id="search"
          type="search"
          aria-label="Search episodes"
          aria-describedby="search-problems"
          placeholder="Search, or kind:… outcome:failure turns>8"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={route.query}
          onInput={({ currentTarget }) => ask(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault()
              onEnterList()
            } else if (event.key === 'Escape') {
              event.preventDefault()
              event.currentTarget.blur()
            }
          }}
        />
        <kbd>/</kbd>
      </div>
      <Problems route={route} onAsk={ask} />
      <div class="menus">
        {menus.map(({ name, values }) => {
          const choice = choiceOf(route.query, name)
          return (
            <label key={name} class="menu" data-chosen={choice !== null}>
              <span>{name}</span>
              <select
                value={choice === undefined ? SEVERAL : (choice ?? '')}
                onChange={({ currentTarget: { value } }) =>
                  ask(withChoice(route.query, name, value === '' ? null : value))
                }
              >
                <option value="">any</option>
                {choice === undefined && <option value={SEVERAL}>several</option>}
                {choice && !values?.has(choice) && <option value={choice}>{choice}</option>}
                {[...(values ?? [])].map(([value, count]) => (
                  <option key={value} value={value}>
                    {value} ({formatInteger(count)})
                  </option>
                ))}
              </select>
            </label>
          )
        })}
        <SortMenu route={route} />
        <CountLine />
      </div>
    </search>
  )
}

/** Not a value that a query could hold by itself. */
const SEVERAL = '\0several'

/** On a phone no titles of columns stand there to sort by. */
function SortMenu({ route }: { readonly route: EpisodesRoute }) {
  const { list, navigate } = usePage()
  const isNarrow = useMediaQuery('(max-width: 720px)')
  if (!isNarrow) return null
  return (
    <label class="menu" data-chosen={route.sort !== ''}>
      <span>sort</span>
      <select
        value={route.sort}
        onChange={({ currentTarget: { value: sort } }) =>
          navigate({ ...route, sort }, { replace: true })
        }
      >
        <option value="">as planned</option>
        {list.columns.flatMap((column) => {
          const first = nextSort('', column)
          return [first, nextSort(first, column)].map((sort) => (
            <option key={sort} value={sort}>
              {column.title} {sort.startsWith('-') ? '↓' : '↑'}
            </option>
          ))
        })}
      </select>
    </label>
  )
}

function Problems(props: { readonly route: EpisodesRoute; onAsk(query: string): void }) {
  const { list } = usePage()
  const { problems } = list.query
  return (
    <div id="search-problems" class="problems" role="status">
      {problems.map(({ term, message, isIgnored }) => (
        <p key={term.start}>
          <code>{props.route.query.slice(term.start, term.end)}</code>
          {isIgnored && ' is left out'}: {message}{' '}
          <button
            type="button"
            class="link"
            onClick={() => props.onAsk(without(props.route.query, term))}
          >
            Remove
          </button>
        </p>
      ))}
    </div>
  )
}

function CountLine() {
  const { list, data } = usePage()
  const { rows, search } = list
  const rate = useMemo(() => {
    const known = rows.filter(({ success }) => success !== null)
    return known.length === 0 ? null : known.filter(({ success }) => success).length / known.length
  }, [rows])
  const all = data.episodes.length
  const count =
    rows.length === all
      ? plural(all, 'episode')
      : `${formatInteger(rows.length)} of ${plural(all, 'episode')}`
  return (
    <p class="count-line" role="status">
      {search.share !== null && (
        <span class="searching">
          <progress value={search.share} aria-label="Transcripts searched" /> searching transcripts{' '}
        </span>
      )}
      {search.problem !== null && (
        <span class="tone-warning">Search failed: {search.problem} </span>
      )}
      {count}
      {rate !== null && `, ${formatShare(rate)} success`}
    </p>
  )
}
