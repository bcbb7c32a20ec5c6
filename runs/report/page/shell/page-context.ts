import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PageData } from '../../page-data.ts'
import type { EpisodeList } from '../list/use-episode-list.ts'
import type { Route } from '../route.ts'
import type { Source } from '../source.ts'
import type { Navigate } from './use-route.ts'

/** What every part of the page may need. */
export interface Page {
  readonly data: PageData
  readonly source: Source
  readonly route: Route
  readonly navigate: Navigate
  /** The episodes that the route's query lets through. */
  readonly list: EpisodeList
  /** Says something in passing. */
  readonly notify: (text: string) => void
  /** Everything is shown, whatever is folded. */
  readonly isPrinting: boolean
}

export const PageContext = createContext<Page | null>(null)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('Cannot use the page: it is not there yet')
  return page
}
