import type { Json } from '../../core/index.ts'

/** What a panel shows, as data: the page draws it, `--json` leaves it out. */
export type Block = StatsBlock | FigureBlock | TableBlock | NoteBlock

/** Large figures in a row. */
export interface StatsBlock {
  readonly kind: 'stats'
  readonly items: readonly {
    readonly label: string
    /** As it is read: with its unit. */
    readonly value: string
    readonly detail?: string
    readonly tone?: Tone
  }[]
}

/** A plot with the numbers behind it. */
export interface FigureBlock {
  readonly kind: 'figure'
  readonly title: string
  /** What the plot shows, for who cannot see it. */
  readonly description: string
  /** Vega-Lite, version 6. */
  readonly spec: Json
  readonly table: Table
  /** Takes the whole width of the page. */
  readonly wide?: boolean
}

export interface TableBlock {
  readonly kind: 'table'
  readonly title?: string
  readonly table: Table
}

export interface NoteBlock {
  readonly kind: 'note'
  readonly text: string
  readonly tone?: Tone
}

export type Tone = 'good' | 'bad' | 'warning' | 'neutral'

/** Cells are raw values: the page formats them, and copying gives them in full. */
export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

export interface Column {
  readonly name: string
  readonly format: Format
}

/** `share` is 0.5 for 50 %, `ms` are milliseconds, `points` are percentage points of a share. */
export type Format = 'text' | 'integer' | 'number' | 'share' | 'points' | 'ms'

export interface Row {
  readonly cells: readonly (string | number | null)[]
  /** A query of the episodes' list (`kind:off-by-one`) that shows the episodes the row counts. */
  readonly query?: string
}
