import type { Json } from '../../../core/index.ts'
import { textWidth } from './text-width.ts'
import { colorOf, FONT_SIZE, ink, PLOT_WIDTH } from './theme.ts'

/** A position channel's own properties, to spread into an encoding. */
export type Channel = Readonly<Record<string, Json>>

/** A Vega-Lite spec, with what is read aloud in the place of the picture. */
export type PlotSpec = Channel & { readonly description: string }

/** What the numbers along an axis are. */
export type Unit = 'share' | 'count' | 'number'

/** A quantitative scale; counts and shares begin at zero, and a share ends at 100 % where `whole` says so. */
export function scaleOf(unit: Unit, whole = false): Channel {
  return {
    type: 'quantitative',
    scale: whole ? { domain: [0, 1] } : { zero: unit !== 'number', nice: true },
  }
}

/** An axis with few numbers, never two alike. */
export function axisOf(unit: Unit, title: string, whole = false): Channel {
  return {
    title,
    // A long title goes on below the names at the left.
    titleAnchor: 'end',
    ...(whole ? { values: [0, 0.25, 0.5, 0.75, 1] } : { tickCount: 5 }),
    ...(unit === 'count' ? { tickMinStep: 1 } : {}),
    ...(unit === 'number' ? {} : { format: unit === 'share' ? '~%' : ',d' }),
    grid: true,
    domain: false,
    ticks: false,
    labelFlush: false,
  }
}

/** Room for the names of categories, and for those of runs. */
export const NAME_WIDTH = 140
export const RUN_WIDTH = 170

/** Categories one below the other; several runs share the row of a category. */
export function categoriesOf(names: readonly string[], title: string): Channel {
  return {
    field: 'category',
    type: 'nominal',
    scale: { domain: names, padding: 0.2 },
    axis: {
      ...titleAbove(9),
      title,
      titleAlign: 'right',
      labelColor: ink,
      labelLimit: 0,
      ticks: false,
    },
  }
}

export function rowHeight(runs: readonly string[]): number {
  return runs.length > 1 ? runs.length * 9 + 8 : 20
}

/** The place of a run within its row. */
export function dodgeOf(runs: readonly string[]): Channel {
  if (runs.length < 2) return {}
  return { yOffset: { field: 'run', scale: { domain: runs, paddingInner: 0.12 } } }
}

/** Titles above a vertical axis: read without turning the head, and no wider than the plot. */
export function titleAbove(inset: number): Channel {
  return {
    titleAngle: 0,
    titleAlign: 'left',
    titleAnchor: 'end',
    titleBaseline: 'bottom',
    titleX: -inset,
    titleY: -8,
  }
}

/** The run's colour, the same in every panel; without room, or of one run, it has no legend. */
export function runColor(runs: readonly string[], room: number | null, symbol = 'square'): Channel {
  return {
    field: 'run',
    type: 'nominal',
    scale: { domain: runs, range: runs.map((_, index) => colorOf(index)) },
    legend: runs.length > 1 && room !== null ? legendOf(runs, room, symbol) : null,
  }
}

/** Room above a plot that has these names at its left. */
export function roomBeside(names: readonly string[]): number {
  const widest = Math.max(30, ...names.map((name) => textWidth(name, FONT_SIZE)))
  return PLOT_WIDTH - widest - 16
}

/** A legend above the plot, in as many columns as there is room for. */
export function legendOf(names: readonly string[], room: number, symbol = 'square'): Channel {
  const widest = Math.max(...names.map((name) => textWidth(name, FONT_SIZE))) + 30
  return {
    title: null,
    orient: 'top',
    direction: 'horizontal',
    symbolType: symbol,
    // Lines are drawn by their stroke, which the theme leaves out of other symbols.
    ...(symbol === 'stroke' ? { symbolStrokeWidth: 8 } : {}),
    symbolOpacity: 1,
    columns: Math.max(1, Math.min(names.length, Math.floor(room / widest))),
  }
}
