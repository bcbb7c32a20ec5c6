import type { Json } from '../../../core/index.ts'
import { axisOf, type Channel, legendOf, type PlotSpec, type Unit } from './axes.ts'
import { shortNames } from './text-width.ts'
import { bad, FONT_SIZE } from './theme.ts'

/** One line over updates. */
export interface LearningCurve {
  readonly name: string
  readonly color: string
  readonly points: readonly {
    readonly x: number
    /** null: a gap. */
    readonly y: number | null
    readonly low?: number | null
    readonly high?: number | null
  }[]
}

export interface LearningCurvesOptions {
  readonly description: string
  readonly curves: readonly LearningCurve[]
  readonly unit: Unit
  /** First and last update of the axis: the same in plots that stand side by side. */
  readonly domain: readonly [number, number]
  /** Updates with an alarm: marked on the axis. */
  readonly alarms?: readonly number[]
  readonly log?: boolean
  readonly xTitle?: string
  readonly yTitle?: string
  /** Where no legend stands beside the plots. */
  readonly hasLegend?: boolean
  readonly width?: number
  readonly height?: number
}

/** Several stand side by side. */
export const SMALL_WIDTH = 300
/** Fewer points than this are marked: a line alone does not show where something was measured. */
const MARKED = 40

/** Curves over the updates of a training run. */
export function learningCurvesPlot(options: LearningCurvesOptions): PlotSpec {
  const { curves, domain, alarms = [], width = SMALL_WIDTH, height = 130 } = options
  const nameOf = shortNames(
    curves.map(({ name }) => name),
    width / 2,
    FONT_SIZE,
  )
  const names = curves.map(({ name }) => nameOf(name))
  const values = curves.flatMap(({ name, points }) => {
    const isMarked = points.length <= MARKED
    return points.map(({ x, y, low = null, high = null }) => ({
      ...{ curve: nameOf(name), x, y: finite(y), isMarked },
      ...(low !== null && high !== null ? { low, high } : {}),
    }))
  })
  const y = scaleOf(options, values)
  const hasBand = values.some((value) => 'low' in value)
  const layers: Json[] = [
    ...(hasBand
      ? [
          {
            mark: { type: 'area', opacity: 0.18 },
            transform: [{ filter: 'isValid(datum.low)' }],
            encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } },
          },
        ]
      : []),
    {
      mark: { type: 'line', strokeWidth: 1.4, clip: true },
      encoding: { y: { field: 'y', ...y, axis: yAxis(options) } },
    },
    {
      mark: { type: 'point', filled: true, size: 14, opacity: 1 },
      transform: [{ filter: 'datum.isMarked && isValid(datum.y)' }],
      encoding: { y: { field: 'y', ...y } },
    },
    ...(alarms.length > 0 ? [alarmMarks(alarms, height)] : []),
  ]
  return {
    description: options.description,
    ...{ width, height },
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { domain: [...domain], nice: false, zero: false },
        axis: {
          ...axisOf('count', options.xTitle ?? 'Update'),
          ...{ grid: false, domain: true, ticks: true, labelFlush: true },
        },
      },
      color: {
        field: 'curve',
        type: 'nominal',
        scale: { domain: names, range: curves.map(({ color }) => color) },
        legend:
          options.hasLegend && names.length > 1
            ? { ...legendOf(names, width, 'circle'), offset: 8 }
            : null,
      },
    },
    layer: layers,
  }
}

const finite = (y: number | null) => (y !== null && Number.isFinite(y) ? y : null)

function yAxis({ unit, log, yTitle }: LearningCurvesOptions): Channel {
  const title: Channel =
    yTitle === undefined
      ? { title: null }
      : { titleAngle: 0, titleAlign: 'left', titleBaseline: 'bottom', titleX: -30, titleY: -8 }
  return { ...axisOf(unit, yTitle ?? ''), ...title, tickCount: log ? 3 : 4 }
}

interface DrawnPoint {
  readonly y: number | null
  readonly low?: number
  readonly high?: number
}

/** A curve fills its plot: what it does is looked for, not how far from zero it is. */
function scaleOf({ unit, log }: LearningCurvesOptions, points: readonly DrawnPoint[]): Channel {
  const ys = points.flatMap(({ y, low = y, high = y }) => [low, high].filter((end) => end !== null))
  const [lowest, highest] = [Math.min(...ys), Math.max(...ys)]
  if (lowest === highest) return { type: 'quantitative', scale: { domain: around(lowest, unit) } }
  if (log && lowest > 0) return { type: 'quantitative', scale: { type: 'log', nice: true } }
  return { type: 'quantitative', scale: { zero: unit === 'count', nice: true } }
}

/** Room above and below a number that never changes. */
function around(y: number, unit: Unit): [number, number] {
  if (unit === 'share') return [0, 1]
  const room = Math.abs(y) || 1
  return [y - room, y + room]
}

function alarmMarks(alarms: readonly number[], height: number): Json {
  return {
    data: { values: [...new Set(alarms)].map((at) => ({ at })) },
    mark: { type: 'point', shape: 'triangle-up', filled: true, size: 46, opacity: 1, color: bad },
    encoding: {
      x: { field: 'at', type: 'quantitative' },
      y: { value: height - 4 },
      color: { value: bad },
    },
  }
}
