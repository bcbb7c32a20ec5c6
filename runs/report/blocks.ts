import type { Json } from '../../core/index.ts'

/** What a panel shows, as data: the page draws it, `--json` leaves it out. */
export type Block = StatsBlock | FigureBlock | TableBlock | NoteBlock | HeadingBlock | LegendBlock

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
  /** Others may stand beside it. */
  readonly isNarrow?: boolean
}

export interface NoteBlock {
  readonly kind: 'note'
  readonly text: string
  readonly tone?: Tone
}

/** Begins a part of a panel. */
export interface HeadingBlock {
  readonly kind: 'heading'
  readonly text: string
}

/** What the colours of several plots mean. */
export interface LegendBlock {
  readonly kind: 'legend'
  readonly items: readonly {
    readonly label: string
    /** As plots have it. */
    readonly color: string
    readonly symbol?: 'line' | 'triangle'
  }[]
}

export type Tone = 'good' | 'bad' | 'warning' | 'neutral'

/** Cells are raw values: the page formats them, and copying gives them in full. */
export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Long texts go on in further lines. */
  readonly wraps?: boolean
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
