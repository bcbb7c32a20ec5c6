import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { PageData } from '../../page-data.ts'
import { ListView } from '../list/list-view.tsx'
import { useEpisodeList } from '../list/use-episode-list.ts'
import { Overview } from '../overview/overview.tsx'
import type { Route } from '../route.ts'
import { SamplesView } from '../samples/samples-view.tsx'
import type { Source } from '../source.ts'
import { TranscriptView } from '../transcript/transcript-view.tsx'
import { Boundary } from './boundary.tsx'
import { Header } from './header.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { useKeys } from './keys.ts'
import { type Page, PageContext } from './page-context.ts'
import { useToast } from './toast.tsx'
import { type PageState, usePageData } from './use-page-data.ts'
import { usePrinting } from './use-printing.ts'
import { useRoute } from './use-route.ts'

/** The whole page. */
export function App({ source }: { readonly source: Source }) {
  const state = usePageData(source)
  if (state.data) return <Report source={source} data={state.data} state={state} />
  return (
    <main class="waiting">
      {state.problem === null ? (
        <p role="status">Loading the report …</p>
      ) : (
        <p role="alert">
          <strong>The report cannot be shown.</strong> {state.problem}
        </p>
      )}
    </main>
  )
}

function Report(props: {
  readonly source: Source
  readonly data: PageData
  readonly state: PageState
}) {
  const { source, data, state } = props
  const [route, navigate] = useRoute()
  const list = useEpisodeList(data, source, route)
  const { notify, toast } = useToast()
  const isPrinting = usePrinting()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const page = useMemo<Page>(
    () => ({ data, source, route, navigate, list, notify, isPrinting }),
    [data, source, route, navigate, list, notify, isPrinting],
  )
  const closeHelp = useCallback(() => setHelpOpen(false), [])
  useTitle(route, data.title)
  useFocusOnEntry(route)
  useKeys({
    '?': () => setHelpOpen(true),
    '/': (event) => {
      event.preventDefault()
      const { query, sort } = route
      if (route.view !== 'episodes') navigate({ view: 'episodes', at: null, query, sort })
      // Where the list is new, its search box is there only now.
      setTimeout(() => document.querySelector<HTMLInputElement>('#search')?.select())
    },
  })
  return (
    <PageContext.Provider value={page}>
      <div class={`page view-${route.view}`}>
        <button type="button" class="button skip" onClick={skipToMain}>
          Skip to content
        </button>
        <Header state={state} onHelp={() => setHelpOpen(true)} />
        <main id="main" tabIndex={-1}>
          <Boundary name="This view" key={viewKey(route)}>
            <View route={route} />
          </Boundary>
        </main>
        {toast}
        <HelpDialog isOpen={isHelpOpen} onClose={closeHelp} />
      </div>
    </PageContext.Provider>
  )
}

function View({ route }: { readonly route: Route }) {
  if (route.view === 'episodes') return <ListView route={route} />
  if (route.view === 'samples') return <SamplesView route={route} />
  return route.view === 'episode' ? <TranscriptView route={route} /> : <Overview route={route} />
}

const viewKey = (route: Route) =>
  route.view === 'episode' ? `${route.run}/${route.id}` : route.view

/** Not a link: the page's address holds its route. */
function skipToMain(): void {
  document.getElementById('main')?.focus()
}

function useTitle(route: Route, title: string): void {
  const place = { overview: '', episodes: 'Episodes · ', episode: '', samples: 'Samples · ' }[
    route.view
  ]
  const text = (route.view === 'episode' ? `${route.id} · ` : place) + title
  useEffect(() => {
    document.title = text
  }, [text])
}

/** Who reads with the keyboard goes on where the new view begins. */
function useFocusOnEntry(route: Route): void {
  const key = viewKey(route)
  const known = useRef(key)
  useEffect(() => {
    if (known.current === key) return
    known.current = key
    const isPlaced = document.activeElement?.closest('main')
    if (!isPlaced) document.getElementById('main')?.focus({ preventScroll: true })
  }, [key])
}
