import { anySample, type SamplesState } from './samples/sample-list.ts'

/** What is shown, as the page's address says it: links and the back button work on it alone. */
export type Route = OverviewRoute | EpisodesRoute | EpisodeRoute | SamplesRoute

/** Which episodes are listed, and in which order. */
export interface ListState {
  readonly query: string
  /** Name of a column, `-` before it for the largest first; empty for the order of the plan. */
  readonly sort: string
}

export interface OverviewRoute extends ListState {
  readonly view: 'overview'
  readonly panel: string | null
}

export interface EpisodesRoute extends ListState {
  readonly view: 'episodes'
  /** The selected episode, as `<run>/<id>`. */
  readonly at: string | null
}

export interface EpisodeRoute extends ListState {
  readonly view: 'episode'
  /** Label of the run, or its index. */
  readonly run: string
  readonly id: string
  readonly turn: number | null
}

export interface SamplesRoute extends ListState {
  readonly view: 'samples'
  readonly samples: SamplesState
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = splitOnce(hash.replace(/^#?\/?/, ''), '?')
  const parameters = new URLSearchParams(search)
  const list = { query: parameters.get('q') ?? '', sort: parameters.get('sort') ?? '' }
  const [view, first, second] = path.split('/').map(decode)
  if (view === 'episode' && first && second) {
    const turn = Number.parseInt(parameters.get('turn') ?? '', 10)
    return { view, run: first, id: second, turn: Number.isNaN(turn) ? null : turn, ...list }
  }
  if (view === 'episodes' || view === 'episode') {
    return { view: 'episodes', at: parameters.get('at'), ...list }
  }
  if (view === 'samples') {
    const names = Object.keys(anySample) as (keyof SamplesState)[]
    const samples = names.map((name) => [name, parameters.get(name) ?? ''] as const)
    return { view, samples: Object.fromEntries(samples) as unknown as SamplesState, ...list }
  }
  return { view: 'overview', panel: (view === 'overview' && first) || null, ...list }
}

export function formatRoute(route: Route): string {
  const { query, sort } = route
  const parameters = new URLSearchParams()
  if (query) parameters.set('q', query)
  if (sort) parameters.set('sort', sort)
  if (route.view === 'episodes' && route.at !== null) parameters.set('at', route.at)
  if (route.view === 'episode' && route.turn !== null) parameters.set('turn', String(route.turn))
  if (route.view === 'samples') {
    for (const [name, value] of Object.entries(route.samples))
      if (value) parameters.set(name, value)
  }
  const search = parameters.toString()
  return `#/${pathOf(route).map(encodeURIComponent).join('/')}${search && `?${search}`}`
}

function pathOf(route: Route): readonly string[] {
  if (route.view === 'episode') return [route.view, route.run, route.id]
  if (route.view === 'overview' && route.panel !== null) return [route.view, route.panel]
  return [route.view]
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

/** Addresses are also typed by hand. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
