import { useEffect, useState } from 'preact/hooks'
import type { PageData } from '../../page-data.ts'
import type { Source } from '../source.ts'

export interface PageState {
  readonly data: PageData | null
  readonly problem: string | null
  /** A page that follows a run: whether its server is there. */
  readonly connection: 'none' | 'there' | 'lost'
}

const SHORTEST_MS = 1000

/** The page's data, loaded again whenever there is more. */
export function usePageData(source: Source): PageState {
  const [state, setState] = useState<PageState>({
    data: null,
    problem: null,
    connection: source.follow ? 'there' : 'none',
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
    let isLost = false
    source.follow?.({
      onChange: load,
      onConnection(isThere) {
        setState((before) => ({ ...before, connection: isThere ? 'there' : 'lost' }))
        // Changes may have been missed.
        if (isThere && isLost) load()
        isLost = !isThere
      },
    })
  }, [source])
  return state
}

function checkVersion(data: PageData): PageData {
  if (data.version === 1) return data
  throw new Error(`This page cannot show data of version ${String(data.version)}`)
}
