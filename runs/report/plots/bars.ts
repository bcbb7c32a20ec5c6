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
  scaleOf,
  type Unit,
} from './axes.ts'
import { shortNames } from './text-width.ts'
import { FONT_SIZE, ink, muted, PLOT_WIDTH } from './theme.ts'

export interface Bar {
  readonly category: string
  readonly run: string
  /** null leaves the bar out. */
  readonly value: number | null
  /** Ends of its interval. */
  readonly low?: number | null
  readonly high?: number | null
  /** Said at the right of its row, where it has that for itself. */
  readonly note?: string
}

export interface BarsOptions {
  /** What is read aloud. */
  readonly description: string
  readonly bars: readonly Bar[]
  /** Labels in order: each has its colour. */
  readonly runs: readonly string[]
  readonly unit: Unit
  /** A share is drawn on a scale up to 100 %. */
  readonly whole?: boolean
  /** Title of the axis along the bars, with its unit. */
  readonly valueTitle: string
  /** What the categories are. */
  readonly categoryTitle: string
  /** The categories are the runs themselves: each has its row, and no legend. */
  readonly byRun?: boolean
  /** Room for the categories' names, where they are long. */
  readonly nameWidth?: number
}

/** More marks than this make a figure that nobody reads: see `drawnCategories`. */
const MOST_BARS = 96

/** The categories a figure has room for: all, or the first of them. */
export function drawnCategories<T>(categories: readonly T[], runs: number): readonly T[] {
  return categories.slice(0, Math.max(8, Math.min(40, Math.floor(MOST_BARS / Math.max(1, runs)))))
}

/** Horizontal bars with their intervals, one group a category, one bar a run. */
export function barsPlot(options: BarsOptions): PlotSpec {
  const { bars, unit, whole = false, byRun = false, description } = options
  const categories = [...new Set(bars.map(({ category }) => category))]
  const nameOf = shortNames(categories, options.nameWidth ?? NAME_WIDTH, FONT_SIZE)
  const runOf = shortNames(options.runs, RUN_WIDTH, FONT_SIZE)
  const runs = options.runs.map(runOf)
  const dodged = byRun ? [] : runs
  const scale = scaleOf(unit, whole)
  const notes = (byRun || runs.length === 1) && bars.some(({ note }) => note)
  return {
    description,
    width: PLOT_WIDTH,
    height: categories.length * rowHeight(dodged),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: {
      values: bars
        .filter(({ value }) => value !== null)
        .map(({ category, run, value, low, high, note }) => ({
          category: nameOf(category),
          run: runOf(run),
          value,
          ...(low != null && high != null ? { low, high } : {}),
          ...(note ? { note } : {}),
        })),
    },
    encoding: {
      y: categoriesOf(categories.map(nameOf), options.categoryTitle),
      ...dodgeOf(dodged),
    },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          x: { field: 'value', ...scale, axis: axisOf(unit, options.valueTitle, whole) },
          color: runColor(runs, byRun ? null : roomBeside(categories.map(nameOf))),
        },
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', color: ink, strokeWidth: 1.25 },
        encoding: { x: { field: 'low', ...scale }, x2: { field: 'high' } },
      },
      ...(notes
        ? [
            {
              mark: { type: 'text', align: 'left', dx: 6, color: muted, fontSize: FONT_SIZE - 1 },
              encoding: {
                x: { value: 'width' },
                text: { field: 'note' },
              },
            },
          ]
        : []),
    ],
  }
}
