import { useEffect, useRef, useState } from 'preact/hooks'
import { formatNumber, plural } from '../../format.ts'
import type { SampleRow } from '../../page-data.ts'
import { cleanText } from '../text/clean.ts'
import { keyOfSample, outcomeOfSample } from './sample-list.ts'

/** More are drawn a click later. */
const SHOWN = 100
const TONES = { success: 'good', failure: 'bad', unscored: 'warning' } as const

/** The list beside an episode. */
export function SampleRows(props: {
  readonly rows: readonly SampleRow[]
  readonly selected: number
  readonly labelOf: (run: number) => string
  onOpen(row: SampleRow): void
}) {
  const { rows, selected, labelOf, onOpen } = props
  const [limit, setLimit] = useState(SHOWN)
  const current = useRef<HTMLButtonElement>(null)
  const hasRuns = new Set(rows.map(({ run }) => run)).size > 1
  useEffect(() => {
    if (selected >= limit) setLimit(selected + SHOWN)
    current.current?.scrollIntoView({ block: 'nearest' })
  }, [selected, limit])
  return (
    <nav class="sample-rows" aria-label="Stored episodes">
      <ul>
        {rows.slice(0, limit).map((row, index) => {
          const outcome = outcomeOfSample(row)
          const isSelected = index === selected
          return (
            <li key={keyOfSample(row)}>
              <button
                ref={isSelected ? current : null}
                type="button"
                class="sample-row"
                aria-current={isSelected ? 'true' : undefined}
                onClick={() => onOpen(row)}
              >
                <span class="first-line">
                  <span class="grow">{cleanText(`${row.group} · ${row.episode}`)}</span>
                  <span class="muted">{row.return === null ? '–' : formatNumber(row.return)}</span>
                  <span class={`chip tone-${TONES[outcome]}`}>{outcome}</span>
                </span>
                <span class="second-line">
                  {cleanText(
                    [
                      hasRuns ? labelOf(row.run) : null,
                      `update ${row.update}`,
                      row.task,
                      row.difficulty === null ? null : `difficulty ${row.difficulty}`,
                      plural(row.turns, 'turn'),
                      plural(row.tokens, 'token'),
                    ]
                      .filter((part) => part !== null)
                      .join(' · '),
                  )}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {rows.length > limit && (
        <button type="button" class="button quiet" onClick={() => setLimit(limit + SHOWN)}>
          Show more of {plural(rows.length, 'episode')}
        </button>
      )}
    </nav>
  )
}
