import type { VNode } from 'preact'
import { formatMs, formatNumber, plural } from '../../format.ts'
import type { EpisodeRow } from '../../page-data.ts'
import { type OutcomeName, outcomeOf } from '../query/fields.ts'
import { keyOf } from '../query/query.ts'
import { cleanText } from '../text/clean.ts'
import type { ListColumn } from './columns.ts'

export interface ListRowProps {
  readonly row: EpisodeRow
  readonly columns: readonly ListColumn[]
  readonly index: number
  readonly top: number
  readonly isSelected: boolean
  /** Two lines instead of columns. */
  readonly isNarrow: boolean
  readonly href: string
  onOpen(): void
}

/** One episode of the list: a link over its whole width. */
export function ListRow({ row, columns, index, top, isSelected, isNarrow, ...rest }: ListRowProps) {
  const open = (event: MouseEvent) => {
    // A new tab is the browser's business.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    rest.onOpen()
  }
  const link = (text: string) => (
    <a class="row-link" href={rest.href} onClick={open}>
      {text}
    </a>
  )
  return (
    <tr
      class={`list-row ${isNarrow ? 'two-lines' : 'list-columns'}`}
      aria-rowindex={index + 2}
      data-key={keyOf(row)}
      data-selected={isSelected}
      style={{ transform: `translateY(${top}px)` }}
    >
      {isNarrow ? (
        <NarrowCells row={row} columns={columns} link={link} />
      ) : (
        columns.map((column) => (
          <td key={column.id} class={column.isNumber ? 'number' : undefined}>
            <Cell row={row} column={column} link={link} />
          </td>
        ))
      )}
    </tr>
  )
}

type Link = (text: string) => VNode

function Cell({ row, column, link }: { row: EpisodeRow; column: ListColumn; link: Link }) {
  const value = column.value(row)
  if (column.id === 'id') return link(cleanText(row.id))
  if (column.id === 'outcome') return <OutcomeChip row={row} />
  if (value === null) return <span class="muted">–</span>
  if (column.id === 'ms') return formatMs(row.ms)
  if (typeof value === 'number') {
    return <span class={value === 0 ? 'muted' : undefined}>{formatNumber(value)}</span>
  }
  const text = cleanText(value)
  return <span title={text}>{text}</span>
}

function NarrowCells(props: {
  readonly row: EpisodeRow
  readonly columns: readonly ListColumn[]
  readonly link: Link
}) {
  const { row, columns, link } = props
  const has = (id: string) => columns.some((column) => column.id === id)
  const runLabel = columns.find(({ id }) => id === 'run')?.value(row)
  const facts = [
    runLabel,
    row.task === null ? null : row.id,
    has('kind') ? row.kind : null,
    row.split,
    plural(row.turns, 'turn'),
    row.failedActions > 0 ? `${row.failedActions} failed` : null,
    formatMs(row.ms),
  ]
  return (
    <td colSpan={columns.length}>
      <div class="first-line">
        <span class="grow">{link(cleanText(row.task ?? row.id))}</span>
        {row.reward !== null && <span class="muted">{formatNumber(row.reward)}</span>}
        <OutcomeChip row={row} />
      </div>
      <div class="second-line">
        {facts
          .filter((fact) => fact !== null && fact !== undefined)
          .map((fact) => cleanText(String(fact)))
          .join(' · ')}
      </div>
    </td>
  )
}

const TONES: Readonly<Record<OutcomeName, string>> = {
  success: 'good',
  failure: 'bad',
  unscored: 'warning',
  unknown: 'neutral',
}

/** How an episode came out, in a word and a colour. */
export function OutcomeChip({ row }: { readonly row: EpisodeRow }) {
  const outcome = outcomeOf(row)
  return (
    <span class={`chip tone-${TONES[outcome]}`} title={row.unscored ?? undefined}>
      {outcome}
    </span>
  )
}
