import type { Json } from '../../../core/index.ts'
import {
  axisOf,
  legendOf,
  type PlotSpec,
  RUN_WIDTH,
  roomBeside,
  scaleOf,
  titleAbove,
} from './axes.ts'
import { shortNames } from './text-width.ts'
import { colorOf, FONT_SIZE, PLOT_WIDTH } from './theme.ts'

export interface CurvePoint {
  readonly series: string
  readonly x: number
  /** A share. */
  readonly y: number
  readonly low: number | null
  readonly high: number | null
}

export interface CurvesOptions {
  readonly description: string
  readonly points: readonly CurvePoint[]
  /** Names in order: each has its colour. */
  readonly series: readonly string[]
  readonly xTitle: string
  readonly yTitle: string
}

/** More bands than this hide each other: intervals become lines. */
const MOST_BANDS = 3
const MOST_TICKS = 8

/** Shares over whole numbers, each with its interval. */
export function curvesPlot(options: CurvesOptions): PlotSpec {
  const nameOf = shortNames(options.series, RUN_WIDTH, FONT_SIZE)
  const names = options.series.map(nameOf)
  const xs = [...new Set(options.points.map(({ x }) => x))].sort((a, b) => a - b)
  const every = Math.ceil(xs.length / MOST_TICKS)
  const scale = scaleOf('share', true)
  const interval: Json =
    names.length <= MOST_BANDS
      ? { mark: { type: 'area', opacity: 0.16 } }
      : { mark: { type: 'rule', strokeWidth: 1, opacity: 0.6 } }
  return {
    description: options.description,
    width: PLOT_WIDTH,
    height: 210,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: {
      values: options.points.map(({ series, x, y, low, high }) => ({
        series: nameOf(series),
        x,
        y,
        ...(low !== null && high !== null ? { low, high } : {}),
      })),
    },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { domain: [xs[0] ?? 0, xs.at(-1) ?? 1], nice: false, zero: false, padding: 8 },
        axis: {
          ...axisOf('count', options.xTitle),
          grid: false,
          domain: true,
          ticks: true,
          values: xs.filter((_, index) => index % every === 0),
        },
      },
      color: {
        field: 'series',
        type: 'nominal',
        scale: { domain: names, range: names.map((_, index) => colorOf(index)) },
        legend: names.length > 1 ? legendOf(names, roomBeside([]), 'circle') : null,
      },
    },
    layer: [
      {
        ...interval,
        transform: [{ filter: 'isValid(datum.low)' }],
        encoding: { y: { field: 'low', ...scale }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          y: {
            field: 'y',
            ...scale,
            axis: { ...axisOf('share', options.yTitle, true), ...titleAbove(38) },
          },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 40, opacity: 1 },
        encoding: { y: { field: 'y', ...scale } },
      },
    ],
  }
}
