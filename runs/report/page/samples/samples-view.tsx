import { useMemo } from 'preact/hooks'
import type { SampleRow } from '../../page-data.ts'
import type { SamplesRoute } from '../route.ts'
import { useKeys } from '../shell/keys.ts'
import { usePage } from '../shell/page-context.ts'
import { SampleFilters } from './sample-filters.tsx'
import { chooseSamples, keyOfSample, type SamplesState } from './sample-list.ts'
import { SampleRows } from './sample-rows.tsx'
import { SampleView } from './sample-view.tsx'

/** Episodes that training stored, token by token: a list, and one of them. */
export function SamplesView({ route }: { readonly route: SamplesRoute }) {
  const { data, navigate } = usePage()
  const { samples: state } = route
  const labelOf = (run: number) => data.runs[run]?.label ?? String(run)
  const rows = useMemo(
    () => chooseSamples(data.samples, state, labelOf),
    [data, state.run, state.update, state.outcome, state.group, state.order],
  )
  const found = rows.findIndex((row) => keyOfSample(row) === state.at)
  const selected = Math.max(0, found)
  const row = rows[selected]
  const change = (changes: Partial<SamplesState>) =>
    navigate({ ...route, samples: { ...state, ...changes } }, { replace: true })
  const open = (row: SampleRow | undefined) => row && change({ at: keyOfSample(row) })
  useKeys({
    j: () => open(rows[selected + 1]),
    k: () => open(rows[selected - 1]),
  })
  if (data.samples.length === 0) {
    return <p class="empty">No training run here stored episodes with their tokens.</p>
  }
  return (
    <section class="samples-view" aria-label="Samples">
      <SampleFilters rows={data.samples} state={state} labelOf={labelOf} onChange={change} />
      <p class="muted" role="status">
        {rows.length} of {data.samples.length} stored episodes. {data.leftOut}
      </p>
      {row ? (
        <div class="samples-panes">
          <SampleRows rows={rows} selected={selected} labelOf={labelOf} onOpen={open} />
          <SampleView key={keyOfSample(row)} row={row} />
        </div>
      ) : (
        <p class="empty">
          No stored episode fits.{' '}
          <button
            type="button"
            class="button"
            onClick={() => change({ run: '', update: '', outcome: '', group: '' })}
          >
            Show all
          </button>
        </p>
      )}
    </section>
  )
}
