import { useState } from 'preact/hooks'
import { formatInteger } from '../../format.ts'
import { formatRoute } from '../route.ts'
import { useKeys } from './keys.ts'
import { usePage } from './page-context.ts'
import { applyTheme, nextTheme, storedTheme, storeTheme } from './theme.ts'
import type { PageState } from './use-page-data.ts'

/** Title, tabs and switches. */
export function Header({ state, onHelp }: { readonly state: PageState; onHelp(): void }) {
  const { data, route } = usePage()
  const { query, sort } = route
  return (
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
        <a
          href={formatRoute({ view: 'episodes', at: null, query, sort })}
          aria-current={route.view === 'overview' ? undefined : 'page'}
        >
          Episodes <span class="count">{formatInteger(data.episodes.length)}</span>
        </a>
      </nav>
      <Connection state={state} />
      <div class="switches">
        <ThemeButton />
        <button type="button" class="button quiet icon" onClick={onHelp} aria-label="Help (?)">
          ?
        </button>
      </div>
    </header>
  )
}

function Connection({ state: { connection, problem } }: { readonly state: PageState }) {
  if (connection === 'none') return null
  const isLost = connection === 'lost' || problem !== null
  return (
    <p class={`connection ${isLost ? 'tone-warning' : 'tone-good'}`} role="status">
      {isLost ? 'Server gone: showing what was last seen, trying again' : 'Live'}
    </p>
  )
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
