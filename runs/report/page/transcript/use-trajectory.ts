import { useEffect, useState } from 'preact/hooks'
import type { EpisodeRow, PageData } from '../../page-data.ts'
import { type Episode, readEpisode } from '../data/episode.ts'
import type { Source } from '../source.ts'

export type Loaded =
  | { readonly status: 'loading' }
  | { readonly status: 'there'; readonly episode: Episode }
  /** The page does not hold it. */
  | { readonly status: 'absent' }
  | { readonly status: 'failed'; readonly message: string }

/** An episode's transcript. One that was not there is asked for again when there is more data. */
export function useTrajectory(row: EpisodeRow, data: PageData, source: Source): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' })
  const { run, id } = row
  const isThere = loaded.status === 'there'
  useEffect(() => {
    if (isThere) return
    let isLeft = false
    const load = async () => {
      const trajectory = await source.trajectory(run, id)
      return trajectory === null
        ? ({ status: 'absent' } as const)
        : ({ status: 'there', episode: readEpisode(trajectory) } as const)
    }
    load()
      .catch((error: unknown) => ({
        status: 'failed' as const,
        message: error instanceof Error ? error.message : String(error),
      }))
      .then((next) => {
        if (!isLeft) setLoaded(next)
      })
    return () => {
      isLeft = true
    }
  }, [run, id, source, data])
  return loaded
}
