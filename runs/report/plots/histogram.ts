import { axisOf, type Channel, type PlotSpec, RUN_WIDTH, titleAbove } from './axes.ts'
import type { Bin } from './bins.ts'
import { shortNames } from './text-width.ts'
import { colorOf, FONT_SIZE, ink, PLOT_WIDTH } from './theme.ts'

export interface HistogramOptions {
  readonly description: string
  readonly bins: readonly Bin[]
  /** In the order of all runs: each has its colour. */
  readonly runs: readonly {
    readonly run: string
    /** One a bin. */
    readonly counts: readonly number[]
    /** Marked by a line. */
    readonly mean: number | null
  }[]
  /** With its unit. */
  readonly valueTitle: string
  /** What is counted: episodes. */
  readonly counted: string
  /** Only whole numbers stand along the axis. */
  readonly integers?: boolean
}

/** More single values than this have ticks at round numbers. */
const MOST_TICKS = 12
/** Room left of each plot, so that they stand below each other. */
const AXIS = 42

/** Shares of a run's episodes along a value, one run below the other on the same scales. */
export function histogramPlot(options: HistogramOptions): PlotSpec {
  const names = options.runs.map(({ run }) => run)
  const runOf = shortNames(names, RUN_WIDTH, FONT_SIZE)
  const rows = options.runs.flatMap(({ run, counts, mean }, index): HistogramRow[] => {
    const total = counts.reduce((sum, count) => sum + count, 0)
    if (total === 0) return []
    const name = names.length > 1 ? runOf(run) : null
    return [{ name, color: colorOf(index), shares: counts.map((count) => count / total), mean }]
  })
  const bars = barsOf(options.bins)
  const [only, ...others] = rows.map((row, index) => ({
    ...(row.name === null
      ? {}
      : { title: { text: row.name, anchor: 'end', color: row.color, fontWeight: 'bold' } }),
    width: PLOT_WIDTH - AXIS - 14,
    height: rows.length === 1 ? 150 : rows.length <= 4 ? 70 : 46,
    layer: [
      {
        data: { values: bars.map((bar, at) => ({ ...bar, share: row.shares[at] ?? 0 })) },
        mark: { type: 'rect', color: row.color },
        encoding: {
          x: valueChannel(options, bars, index === rows.length - 1),
          x2: { field: 'to' },
          y: shareChannel(options, rows, index),
          y2: { datum: 0 },
        },
      },
      {
        data: { values: row.mean === null ? [] : [{ mean: row.mean }] },
        mark: { type: 'rule', color: ink, strokeDash: [4, 3], strokeWidth: 1.25 },
        encoding: { x: { field: 'mean', type: 'quantitative' } },
      },
    ],
  }))
  return {
    description: options.description,
    ...(others.length === 0 && only
      ? only
      : { vconcat: [...(only ? [only] : []), ...others], spacing: 10 }),
  }
}

interface HistogramRow {
  /** null where there is one run alone. */
  readonly name: string | null
  readonly color: string
  /** One a bin. */
  readonly shares: readonly number[]
  readonly mean: number | null
}

/** Along the last row stand the numbers of all. */
function valueChannel(
  { bins, valueTitle, integers = false }: HistogramOptions,
  bars: readonly HistogramBar[],
  isLast: boolean,
): Channel {
  const isDiscrete = bins.length <= MOST_TICKS && bins.every(({ from, to }) => from === to)
  return {
    field: 'from',
    type: 'quantitative',
    scale: { domain: domainOf(bars), nice: false, zero: false },
    axis: {
      ...axisOf('number', valueTitle),
      ...(isLast ? {} : { title: null }),
      ...(isDiscrete ? { values: bins.map(({ from }) => from), labelOverlap: true } : {}),
      ...(integers ? { tickMinStep: 1, format: 'd' } : { format: '~r' }),
      grid: false,
      domain: true,
      ticks: isLast,
      labels: isLast,
    },
  }
}

function shareChannel(
  { counted }: HistogramOptions,
  rows: readonly HistogramRow[],
  index: number,
): Channel {
  return {
    field: 'share',
    type: 'quantitative',
    scale: { domain: [0, Math.max(...rows.flatMap(({ shares }) => shares))], nice: true },
    axis: {
      ...axisOf('share', index === 0 ? `Share of ${counted}` : ''),
      ...titleAbove(AXIS - 4),
      tickCount: rows.length === 1 ? 5 : 2,
      minExtent: AXIS,
      maxExtent: AXIS,
    },
  }
}

interface HistogramBar {
  readonly from: number
  readonly to: number
}

/** Ranges with a hairline between them; single values as bars that stand on them. */
function barsOf(bins: readonly Bin[]): readonly HistogramBar[] {
  const span = (bins.at(-1)?.to ?? 0) - (bins[0]?.from ?? 0)
  const gaps = bins.slice(1).map(({ from }, index) => from - (bins[index]?.from ?? 0))
  const half = span === 0 ? 0.2 : Math.max(Math.min(...gaps) * 0.4, span / 80)
  return bins.map(({ from, to }) => {
    const inset = (to - from) * 0.04
    return from === to
      ? { from: from - half, to: to + half }
      : { from: from + inset, to: to - inset }
  })
}

function domainOf(bars: readonly HistogramBar[]): readonly [number, number] {
  const low = bars[0]?.from ?? 0
  const high = bars.at(-1)?.to ?? 1
  // A single value would be a wall of one colour.
  const room = bars.length === 1 ? (high - low) * 3 : (high - low) * 0.01
  return [low - room, high + room]
}
