import { useMemo } from 'preact/hooks'
import { type EpisodeRoute, formatRoute } from '../route.ts'
import { usePage } from '../shell/page-context.ts'
import { findRow } from './address.ts'
import { Transcript } from './transcript.tsx'

/** The episode of an address. */
export function TranscriptView({ route }: { readonly route: EpisodeRoute }) {
  const { data } = usePage()
  const { query, sort } = route
  const row = useMemo(() => findRow(route, data), [route.run, route.id, data])
  if (row) return <Transcript key={`${row.run}/${row.id}`} row={row} route={route} />
  return (
    <p class="empty">
      There is no episode <code>{route.id}</code> in a run <code>{route.run}</code>.{' '}
      <a href={formatRoute({ view: 'episodes', at: null, query, sort })}>All episodes</a>
    </p>
  )
}
