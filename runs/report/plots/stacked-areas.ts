import { axisOf, legendOf, type PlotSpec, RUN_WIDTH, scaleOf } from './axes.ts'
import { shortNames } from './text-width.ts'
import { FONT_SIZE, PLOT_WIDTH } from './theme.ts'

export interface StackedAreasOptions {
  readonly description: string
  /** What there is of each part, in the order of `parts`. */
  readonly points: readonly { readonly x: number; readonly values: readonly number[] }[]
  readonly parts: readonly { readonly name: string; readonly color: string }[]
  readonly unit: 'share' | 'count'
  readonly domain: readonly [number, number]
  readonly yTitle: string
}

/** Parts one above the other over updates: shares of a whole as areas, counts as bars. */
export function stackedAreasPlot(options: StackedAreasOptions): PlotSpec {
  const { points, unit, domain } = options
  const nameOf = shortNames(
    options.parts.map(({ name }) => name),
    RUN_WIDTH,
    FONT_SIZE,
  )
  const parts = options.parts.map(({ name, color }) => ({ name: nameOf(name), color }))
  const isShare = unit === 'share'
  const bar = Math.max(1.5, Math.min(8, (0.7 * PLOT_WIDTH) / (domain[1] - domain[0] + 1)))
  return {
    description: options.description,
    width: PLOT_WIDTH,
    height: 150,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: {
      values: points.flatMap(({ x, values }) =>
        parts.map(({ name }, order) => ({ x, part: name, order, value: values[order] ?? 0 })),
      ),
    },
    mark: isShare ? { type: 'area', opacity: 0.9 } : { type: 'bar', width: bar },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: {
          domain: [...domain],
          nice: false,
          zero: false,
          ...(isShare ? {} : { padding: 4 }),
        },
        axis: { ...axisOf('count', 'Update'), grid: false, domain: true, ticks: true },
      },
      y: {
        field: 'value',
        ...scaleOf(unit, isShare),
        stack: 'zero',
        axis: {
          ...axisOf(unit, options.yTitle, isShare),
          ...{
            titleAngle: 0,
            titleAlign: 'left',
            titleBaseline: 'bottom',
            titleX: -34,
            titleY: -8,
          },
        },
      },
      color: {
        field: 'part',
        type: 'nominal',
        scale: { domain: parts.map(({ name }) => name), range: parts.map(({ color }) => color) },
        legend: legendOf(
          parts.map(({ name }) => name),
          PLOT_WIDTH - 40,
        ),
      },
      order: { field: 'order', type: 'quantitative' },
    },
  }
}
