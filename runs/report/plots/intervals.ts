import {
  axisOf,
  categoriesOf,
  dodgeOf,
  NAME_WIDTH,
  type PlotSpec,
  RUN_WIDTH,
  roomBeside,
  rowHeight,
  runColor,
  type Unit,
} from './axes.ts'
import { shortNames } from './text-width.ts'
import { FONT_SIZE, ink, PLOT_WIDTH } from './theme.ts'

export interface IntervalPoint {
  readonly category: string
  readonly run: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface IntervalsOptions {
  readonly description: string
  readonly points: readonly IntervalPoint[]
  /** Labels in order: each has its colour. */
  readonly runs: readonly string[]
  readonly unit: Unit
  readonly valueTitle: string
  readonly categoryTitle: string
  /** Zero is a value to compare with: a line marks it. */
  readonly zeroLine?: boolean
  /** The categories are the runs themselves: each has its row, and no legend. */
  readonly byRun?: boolean
}

/** Means as points with their intervals, on a scale of their own. */
export function intervalsPlot(options: IntervalsOptions): PlotSpec {
  const { points, unit, zeroLine = false, byRun = false } = options
  const categories = [...new Set(points.map(({ category }) => category))]
  const nameOf = shortNames(categories, NAME_WIDTH, FONT_SIZE)
  const runOf = shortNames(options.runs, RUN_WIDTH, FONT_SIZE)
  const runs = options.runs.map(runOf)
  const present = new Set(points.map(({ run }) => runOf(run)))
  const shown = byRun ? [] : runs.filter((run) => present.has(run))
  const ends = points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])
  const scale = {
    type: 'quantitative',
    scale: { domain: spanOf(zeroLine ? [0, ...ends] : ends), nice: true },
  } as const
  return {
    description: options.description,
    width: PLOT_WIDTH,
    height: categories.length * Math.max(26, rowHeight(shown)),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: {
      values: points.map(({ category, run, value, low, high }) => ({
        category: nameOf(category),
        run: runOf(run),
        value,
        ...(low !== null && high !== null ? { low, high } : {}),
      })),
    },
    encoding: {
      y: categoriesOf(categories.map(nameOf), options.categoryTitle),
      ...dodgeOf(shown),
      color: runColor(runs, byRun ? null : roomBeside(categories.map(nameOf)), 'circle'),
    },
    layer: [
      ...(zeroLine
        ? [
            {
              data: { values: [{}] },
              mark: { type: 'rule', strokeDash: [4, 3], strokeWidth: 1 },
              encoding: {
                x: { datum: 0, ...scale },
                y: null,
                yOffset: null,
                color: { value: ink },
              },
            },
          ]
        : []),
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { field: 'low', ...scale }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x: { field: 'value', ...scale, axis: axisOf(unit, options.valueTitle) } },
      },
    ],
  }
}

/** From the least to the greatest; with some room where that is no distance. */
export function spanOf(values: readonly number[]): readonly [number, number] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  if (high > low) return [low, high]
  const room = Math.abs(low) * 0.1 || 1
  return [low - room, high + room]
}
