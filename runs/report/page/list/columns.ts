import type { EpisodeRow, PageData } from '../../page-data.ts'
import { outcomeOf } from '../query/fields.ts'

/** One column of the episodes' list. */
export interface ListColumn {
  readonly id: string
  readonly title: string
  /** As CSS's grid takes it. */
  readonly width: string
  /** Numbers are aligned at their end, and sorted from the largest first. */
  readonly isNumber?: boolean
  readonly value: (row: EpisodeRow) => string | number | null
}

const text = (id: keyof EpisodeRow, title: string, width: string): ListColumn => ({
  id,
  title,
  width,
  value: (row) => row[id] as string | null,
})
const number = (
  id: string,
  title: string,
  width: string,
  value: (row: EpisodeRow) => number | null,
): ListColumn => ({ id, title, width, value, isNumber: true })

/** The columns that have something to show. */
export function columnsOf({ runs, episodes }: PageData): readonly ListColumn[] {
  const isThere = ({ id, value }: ListColumn) =>
    !OPTIONAL.includes(id) || episodes.some((row) => value(row) !== null)
  const columns: readonly ListColumn[] = [
    {
      id: 'run',
      title: 'Run',
      width: 'minmax(90px, 1fr)',
      value: ({ run }) => runs[run]?.label ?? '',
    },
    text('id', 'Episode', '92px'),
    text('task', 'Task', 'minmax(150px, 2fr)'),
    text('split', 'Split', '92px'),
    text('difficulty', 'Difficulty', '84px'),
    text('kind', 'Kind', 'minmax(110px, 1.4fr)'),
    { id: 'outcome', title: 'Outcome', width: '108px', value: outcomeOf },
    number('reward', 'Reward', '84px', ({ reward }) => reward),
    number('turns', 'Turns', '68px', ({ turns }) => turns),
    number('failed', 'Failed', '68px', ({ failedActions }) => failedActions),
    number('ms', 'Time', '88px', ({ ms }) => ms),
  ]
  return columns.filter((column) => isThere(column) && (column.id !== 'run' || runs.length > 1))
}
const OPTIONAL = ['task', 'split', 'difficulty', 'kind']

/** A sorted copy; what has no value comes last either way. */
export function sortRows(
  rows: readonly EpisodeRow[],
  sort: string,
  columns: readonly ListColumn[],
): readonly EpisodeRow[] {
  const falls = sort.startsWith('-')
  const column = columns.find(({ id }) => id === sort.slice(falls ? 1 : 0))
  if (!column) return rows
  const { compare } = new Intl.Collator('en', { numeric: true })
  const sign = falls ? -1 : 1
  return rows
    .map((row) => ({ row, value: column.value(row) }))
    .sort(({ value: a }, { value: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null)
      if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
      return sign * compare(String(a), String(b))
    })
    .map(({ row }) => row)
}

/** What a click on a column's title sorts by next: its better end first, then the other, then the plan. */
export function nextSort(sort: string, { id, isNumber }: ListColumn): string {
  const first = isNumber ? `-${id}` : id
  const second = isNumber ? id : `-${id}`
  if (sort === first) return second
  return sort === second ? '' : first
}
