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
} from './axes.ts'
import { shortNames } from './text-width.ts'
import { FONT_SIZE, ink, PLOT_WIDTH } from './theme.ts'

export interface DurationRow {
  readonly category: string
  readonly run: string
  /** Milliseconds. */
  readonly p5: number
  readonly p25: number
  readonly p50: number
  readonly p75: number
  readonly p95: number
}

export interface DurationsOptions {
  readonly description: string
  readonly rows: readonly DurationRow[]
  /** Labels in order: each has its colour. */
  readonly runs: readonly string[]
  readonly valueTitle: string
  readonly categoryTitle: string
}

/** Where the scale begins: clocks count whole milliseconds. */
const LEAST_MS = 1
const UNITS = `datum.value <= ${LEAST_MS} ? '≤ 1 ms' : datum.value < 1e3 ? format(datum.value, ',d') + ' ms' : datum.value < 6e4 ? format(datum.value / 1e3, ',d') + ' s' : format(datum.value / 6e4, ',d') + ' min'`

/** Durations of very different length: a box from p25 to p75 with its median, and a line from p5 to p95. */
export function durationsPlot(options: DurationsOptions): PlotSpec {
  const categories = [...new Set(options.rows.map(({ category }) => category))]
  const nameOf = shortNames(categories, NAME_WIDTH, FONT_SIZE)
  const runOf = shortNames(options.runs, RUN_WIDTH, FONT_SIZE)
  const runs = options.runs.map(runOf)
  const longest = Math.max(...options.rows.map(({ p95 }) => p95), 10 * LEAST_MS)
  const values = tickValues(longest)
  const scale = {
    type: 'quantitative',
    scale: { type: 'log', domain: [LEAST_MS, Math.max(longest, values.at(-1) ?? 0)], nice: false },
  } as const
  const at = (ms: number) => Math.max(LEAST_MS, ms)
  const size = runs.length > 1 ? 6 : 11
  return {
    description: options.description,
    width: PLOT_WIDTH,
    height: categories.length * Math.max(26, rowHeight(runs)),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: {
      values: options.rows.map(({ category, run, ...ms }) => ({
        category: nameOf(category),
        run: runOf(run),
        p5: at(ms.p5),
        p25: at(ms.p25),
        p50: at(ms.p50),
        p75: at(ms.p75),
        p95: at(ms.p95),
      })),
    },
    encoding: { y: categoriesOf(categories.map(nameOf), options.categoryTitle), ...dodgeOf(runs) },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: {
          x: {
            field: 'p5',
            ...scale,
            axis: { ...axisOf('number', options.valueTitle), values, labelExpr: UNITS },
          },
          x2: { field: 'p95' },
          color: runColor(runs, roomBeside(categories.map(nameOf)), 'stroke'),
        },
      },
      {
        mark: { type: 'rule', strokeWidth: size },
        encoding: {
          x: { field: 'p25', ...scale },
          x2: { field: 'p75' },
          color: runColor(runs, roomBeside(categories.map(nameOf)), 'stroke'),
        },
      },
      {
        mark: { type: 'tick', color: ink, thickness: 2, size: size + 2, orient: 'vertical' },
        encoding: { x: { field: 'p50', ...scale } },
      },
    ],
  }
}

/** Decades of milliseconds and seconds; minutes beyond. */
function tickValues(longest: number): readonly number[] {
  const all = [1, 10, 100, 1e3, 1e4, 6e4, 6e5, 3.6e6, 3.6e7, 3.6e8]
  const last = all.findIndex((value) => value >= longest)
  return all.slice(0, last === -1 ? all.length : last + 1)
}
