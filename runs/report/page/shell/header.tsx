import { useState } from 'preact/hooks'
import { formatInteger } from '../../format.ts'
import { formatRoute } from '../route.ts'
import { anySample } from '../samples/sample-list.ts'
import { cleanText } from '../text/clean.ts'
import { useKeys } from './keys.ts'
import { usePage } from './page-context.ts'
import { applyTheme, nextTheme, storedTheme, storeTheme } from './theme.ts'
import type { PageState } from './use-page-data.ts'

/** Title, tabs and switches. */
export function Header({ state, onHelp }: { readonly state: PageState; onHelp(): void }) {
  const { data, route } = usePage()
  const { query, sort } = route
  const isOfEpisodes = route.view === 'episodes' || route.view === 'episode'
  const hasEpisodes =
    data.episodes.length > 0 || data.runs.length === 0 || data.runs.some((run) => !run.training)
  return (
    <>
      <header class="header">
        <h1 class="title" title={data.title}>
          {data.title}
        </h1>
        <nav class="tabs" aria-label="Views">
          <a
            href={formatRoute({ view: 'overview', panel: null, query, sort })}
            aria-current={route.view === 'overview' ? 'page' : undefined}
          >
            Overview
          </a>
          {hasEpisodes && (
            <a
              href={formatRoute({ view: 'episodes', at: null, query, sort })}
              aria-current={isOfEpisodes ? 'page' : undefined}
            >
              Episodes <span class="count">{formatInteger(data.episodes.length)}</span>
            </a>
          )}
          {data.samples.length > 0 && (
            <a
              href={formatRoute({ view: 'samples', samples: anySample, query, sort })}
              aria-current={route.view === 'samples' ? 'page' : undefined}
            >
              Samples <span class="count">{formatInteger(data.samples.length)}</span>
            </a>
          )}
        </nav>
        <Connection state={state} />
        <div class="switches">
          <ThemeButton />
          <button type="button" class="button quiet icon" onClick={onHelp} aria-label="Help (?)">
            ?
          </button>
        </div>
      </header>
      <Problems state={state} />
    </>
  )
}

function Connection({ state: { connection, problem, unread } }: { readonly state: PageState }) {
  if (connection === 'none') return null
  const trouble =
    connection === 'lost'
      ? 'Server gone: showing what was last seen, trying again'
      : unread.length > 0 || problem !== null
        ? 'Not following: showing what was last seen, trying again'
        : null
  return (
    <p class={`connection tone-${trouble === null ? 'good' : 'warning'}`} role="status">
      {trouble ?? 'Live'}
    </p>
  )
}

/** What keeps a page from following, in the words of its server. */
function Problems({ state: { connection, problem, unread } }: { readonly state: PageState }) {
  if (connection !== 'there') return null
  const texts = problem === null ? unread : [...unread, problem]
  return texts.map((text) => (
    <p key={text} class="note following tone-warning" role="alert">
      {cleanText(text)}
    </p>
  ))
}

const SYMBOLS = { system: '◐', light: '☀', dark: '☾' } as const

function ThemeButton() {
  const [theme, setTheme] = useState(storedTheme)
  const next = nextTheme(theme)
  const change = () => {
    setTheme(next)
    applyTheme(next)
    storeTheme(next)
  }
  useKeys({ t: change })
  return (
    <button
      type="button"
      class="button quiet icon"
      onClick={change}
      aria-label={`Theme: ${theme}; change to ${next} (t)`}
      title={`Theme: ${theme}`}
    >
      <span aria-hidden="true">{SYMBOLS[theme]}</span>
    </button>
  )
}
