import { formatInteger } from '../../format.ts'
import type { EpisodeRow } from '../../page-data.ts'
import { keyOf } from '../query/query.ts'
import { type EpisodeRoute, formatRoute } from '../route.ts'
import { CopyButton } from '../shell/copy-button.tsx'
import { usePage } from '../shell/page-context.ts'
import { cleanText } from '../text/clean.ts'

/** Where one is in the list, and what can be done with the episode. */
export function Toolbar(props: {
  readonly row: EpisodeRow
  readonly route: EpisodeRoute
  readonly around: {
    readonly index: number
    readonly count: number
    readonly previous: EpisodeRow | undefined
    readonly next: EpisodeRow | undefined
  }
  readonly hrefOf: (row: EpisodeRow) => string
  readonly areOpen: boolean
  onToggle(): void
  onCopy(): void
}) {
  const { row, route, around, hrefOf } = props
  const { data } = usePage()
  const { query, sort } = route
  const label = data.runs[row.run]?.label
  return (
    <div class="toolbar">
      <nav class="crumbs" aria-label="Place">
        <a href={formatRoute({ view: 'episodes', at: keyOf(row), query, sort })} title="Back (u)">
          ← Episodes
        </a>
        {data.runs.length > 1 && label !== undefined && <span>{cleanText(label)}</span>}
        <span aria-current="page">{cleanText(row.id)}</span>
      </nav>
      <nav class="around" aria-label="Episodes of the list">
        <Step row={around.previous} hrefOf={hrefOf} label="Previous episode (p)" sign="‹" />
        <span class="muted">
          {around.index >= 0 ? formatInteger(around.index + 1) : '–'} of{' '}
          {formatInteger(around.count)}
        </span>
        <Step row={around.next} hrefOf={hrefOf} label="Next episode (n)" sign="›" />
      </nav>
      <div class="actions">
        <button type="button" class="button quiet" onClick={props.onToggle} title="o">
          {props.areOpen ? 'Fold all' : 'Unfold all'}
        </button>
        <button type="button" class="button quiet" onClick={props.onCopy} title="c">
          Copy JSON
        </button>
        <CopyButton label="Copy link" what="the link" text={() => location.href} />
      </div>
    </div>
  )
}

function Step(props: {
  readonly row: EpisodeRow | undefined
  readonly hrefOf: (row: EpisodeRow) => string
  readonly label: string
  readonly sign: string
}) {
  const { row, hrefOf, label, sign } = props
  if (!row) {
    return (
      <span class="button quiet icon" aria-hidden="true" data-disabled>
        {sign}
      </span>
    )
  }
  return (
    <a class="button quiet icon" href={hrefOf(row)} aria-label={label} title={label}>
      {sign}
    </a>
  )
}
