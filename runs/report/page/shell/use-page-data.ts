import { useEffect, useState } from 'preact/hooks'
import type { PageData } from '../../page-data.ts'
import type { Source } from '../source.ts'

export interface PageState {
  readonly data: PageData | null
  readonly problem: string | null
  /** A page that follows a run: whether its server is there. */
  readonly connection: 'none' | 'there' | 'lost'
  /** Why its server cannot read runs at the moment, one sentence each. */
  readonly unread: readonly string[]
}

const SHORTEST_MS = 1000

/** The page's data, loaded again whenever there is more. */
export function usePageData(source: Source): PageState {
  const [state, setState] = useState<PageState>({
    data: null,
    problem: null,
    connection: source.follow ? 'there' : 'none',
    unread: [],
  })
  useEffect(() => {
    let isLoading = false
    let isStale = false
    const load = async () => {
      if (isLoading) {
        isStale = true
        return
      }
      isLoading = true
      isStale = false
      try {
        const data = checkVersion(await source.load())
        setState((before) => ({ ...before, data, problem: null }))
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error)
        setState((before) => ({ ...before, problem }))
      }
      if (source.follow) await new Promise((resolve) => setTimeout(resolve, SHORTEST_MS))
      isLoading = false
      if (isStale) load()
    }
    load()
    source.follow?.({
      onChange: load,
      onConnection(isThere) {
        const connection = isThere ? 'there' : 'lost'
        setState((before) =>
          before.connection === connection ? before : { ...before, connection },
        )
      },
      onProblems(unread) {
        setState((before) => (isEqual(before.unread, unread) ? before : { ...before, unread }))
      },
    })
  }, [source])
  return state
}

const isEqual = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, i) => text === b[i])

function checkVersion(data: PageData): PageData {
  if (data.version === 1) return data
  throw new Error(`This page cannot show data of version ${String(data.version)}`)
}
