import type { FigureBlock, Format, LegendBlock } from '../../blocks.ts'
import type { PanelRun } from '../../panel.ts'
import type { Unit } from '../../plots/axes.ts'
import { learningCurvesPlot } from '../../plots/learning-curves.ts'
import { bad, colorOf } from '../../plots/theme.ts'
import type { MetricLine } from '../../read/training/training.ts'
import { figureOf } from '../figure.ts'
import { type ColumnOf, tableOf } from '../tables.ts'
import type { MetricChart } from './metric-charts.ts'
import { thin } from './thin.ts'

/** A plot's numbers: what `--json` prints and what is drawn. */
export interface Chart {
  readonly title: string
  readonly unit: Unit
  readonly log: boolean
  readonly curves: readonly ChartCurve[]
}

export interface ChartCurve {
  readonly run: string
  /** Place of the run: its colour. */
  readonly place: number
  readonly metric: string
  readonly label: string
  readonly points: readonly {
    readonly x: number
    readonly y: number | null
    readonly deviation?: number | null
  }[]
}

/** What all plots of a page have in common. */
export interface Axis {
  readonly runs: readonly string[]
  readonly domain: readonly [number, number]
  /** Updates with an alarm, of all runs. */
  readonly alarms: readonly number[]
}

/** More bands than this hide each other. */
const MOST_BANDS = 2

export type TrainingRun = PanelRun<unknown>

export const linesOf = ({ training }: TrainingRun): readonly MetricLine[] => training?.lines ?? []

export function axisOfRuns(runs: readonly TrainingRun[]): Axis {
  const updates = runs.flatMap((run) => {
    const lines = linesOf(run)
    return [lines[0]?.update ?? 1, lines.at(-1)?.update ?? 1]
  })
  const [first, last] = [Math.min(...updates), Math.max(...updates)]
  return {
    runs: runs.map(({ label }) => label),
    domain: [first, Math.max(last, first + 1)],
    alarms: [
      ...new Set(runs.flatMap(({ training }) => training?.alarms.map((a) => a.update) ?? [])),
    ].sort((a, b) => a - b),
  }
}

/** Names of all numbers that any run has. */
export function metricsOf(runs: readonly TrainingRun[]): readonly string[] {
  const names = new Set<string>()
  for (const run of runs) {
    for (const { values } of linesOf(run)) for (const name of Object.keys(values)) names.add(name)
  }
  return [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

/** One plot; where runs are compared, one a metric: a plot of many colours must mean one thing by them. */
export function chartsOf(chart: MetricChart, runs: readonly TrainingRun[]): readonly Chart[] {
  const { title, unit, metrics, deviation, log = false } = chart
  const of = (title: string, chosen: MetricChart['metrics']): Chart => ({
    ...{ title, unit, log },
    curves: chosen.flatMap(([metric, label]) =>
      runs.flatMap((run, place) => curveOf(run, place, metric, label, deviation)),
    ),
  })
  const charts =
    runs.length === 1 || metrics.length === 1
      ? [of(title, metrics)]
      : metrics.map(([metric, label]) => of(`${title}: ${label}`, [[metric, label]]))
  return charts.filter(({ curves }) => curves.length > 0)
}

function curveOf(
  run: TrainingRun,
  place: number,
  metric: string,
  label: string,
  deviation: string | undefined,
): ChartCurve[] {
  const points = linesOf(run).flatMap(({ update, values }) => {
    const y = values[metric]
    if (y === undefined) return []
    const spread = deviation === undefined ? undefined : values[deviation]
    return [{ x: update, y, ...(spread === undefined ? {} : { deviation: spread }) }]
  })
  if (points.every(({ y }) => y === null)) return []
  return [{ run: run.label, place, metric, label, points: thin(points) }]
}

/** The plot, and what is drawn in it as a table. */
export function figureOfChart(chart: Chart, axis: Axis): FigureBlock {
  const { title, unit, log, curves } = chart
  const isCompared = axis.runs.length > 1
  const nameOf = ({ run, label }: ChartCurve) => (isCompared ? run : label)
  const hasBands = curves.length <= MOST_BANDS
  const spec = learningCurvesPlot({
    description: descriptionOf(chart, axis, curves.map(nameOf)),
    ...{ unit, log, domain: axis.domain, alarms: axis.alarms },
    curves: curves.map((curve, at) => ({
      name: nameOf(curve),
      color: colorOf(isCompared ? curve.place : at),
      points: curve.points.map(({ x, y, deviation }) =>
        hasBands && y !== null && deviation != null
          ? { x, y, low: y - deviation, high: y + deviation }
          : { x, y },
      ),
    })),
    // The panel has one for all runs.
    hasLegend: !isCompared,
  })
  return figureOf(title, spec, tableOfChart(chart, nameOf))
}

function descriptionOf({ title, curves }: Chart, { domain }: Axis, names: readonly string[]) {
  const ends = curves.map(({ points }, at) => {
    const known = points.filter(({ y }) => y !== null)
    const [first, last] = [known[0]?.y, known.at(-1)?.y].map((y) => y?.toPrecision(3))
    return `${names[at]} from ${first} to ${last}`
  })
  return `${title} over updates ${domain[0]} to ${domain[1]}: ${ends.join('; ')}.`
}

interface CurveRow {
  readonly curve: string
  readonly x: number
  readonly y: number | null
  readonly deviation: number | null
}

function tableOfChart({ unit, curves }: Chart, nameOf: (curve: ChartCurve) => string) {
  const format: Format = unit === 'share' ? 'share' : 'number'
  const rows = curves.flatMap((curve) =>
    curve.points.map(
      ({ x, y, deviation = null }): CurveRow => ({
        ...{ curve: nameOf(curve), x, y, deviation },
      }),
    ),
  )
  const columns: ColumnOf<CurveRow>[] = [
    ...(curves.length > 1 ? [['Curve', 'text', ({ curve }) => curve] as ColumnOf<CurveRow>] : []),
    ['Update', 'integer', ({ x }) => x],
    ['Value', format, ({ y }) => y],
    ...(rows.some(({ deviation }) => deviation !== null)
      ? [['Standard deviation', format, ({ deviation }) => deviation] as ColumnOf<CurveRow>]
      : []),
  ]
  return tableOf(columns, rows)
}

/** Which colour is which run, and what the marks on the axes are. */
export function legendOfRuns({ runs, alarms }: Axis): LegendBlock[] {
  const items: LegendBlock['items'] = [
    ...(runs.length > 1 ? runs.map((label, place) => ({ label, color: colorOf(place) })) : []),
    ...(alarms.length > 0
      ? [{ label: 'an alarm in this update', color: bad, symbol: 'triangle' } as const]
      : []),
  ]
  return items.length > 0 ? [{ kind: 'legend', items }] : []
}
