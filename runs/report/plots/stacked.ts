import {
  axisOf,
  categoriesOf,
  legendOf,
  type PlotSpec,
  RUN_WIDTH,
  roomBeside,
  scaleOf,
} from './axes.ts'
import { shortNames } from './text-width.ts'
import { FONT_SIZE, PLOT_WIDTH } from './theme.ts'

export interface StackedOptions {
  readonly description: string
  /** Parts of each row's whole, in the order of `parts`. */
  readonly rows: readonly { readonly name: string; readonly shares: readonly number[] }[]
  readonly parts: readonly { readonly name: string; readonly color: string }[]
  readonly valueTitle: string
  readonly rowTitle: string
}

/** What wholes are made of, one bar each. */
export function stackedPlot(options: StackedOptions): PlotSpec {
  const { rows, parts } = options
  const names = rows.map(({ name }) => name)
  const nameOf = shortNames(names, RUN_WIDTH, FONT_SIZE)
  return {
    description: options.description,
    width: PLOT_WIDTH,
    height: Math.max(rows.length, 2) * 24,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: {
      values: rows.flatMap(({ name, shares }) =>
        parts.map((part, order) => ({
          category: nameOf(name),
          part: part.name,
          order,
          share: shares[order] ?? 0,
        })),
      ),
    },
    mark: { type: 'bar' },
    encoding: {
      y: categoriesOf(names.map(nameOf), options.rowTitle),
      x: {
        field: 'share',
        ...scaleOf('share', true),
        stack: 'zero',
        axis: axisOf('share', options.valueTitle, true),
      },
      color: {
        field: 'part',
        type: 'nominal',
        scale: {
          domain: parts.map(({ name }) => name),
          range: parts.map(({ color }) => color),
        },
        legend: legendOf(
          parts.map(({ name }) => name),
          roomBeside(names.map(nameOf)),
        ),
      },
      order: { field: 'order', type: 'quantitative' },
    },
  }
}
