import type { Block, Row } from '../../blocks.ts'
import { formatInteger, formatNumber, plural } from '../../format.ts'
import { definePanel } from '../../panel.ts'
import { stackedAreasPlot } from '../../plots/stacked-areas.ts'
import { colorOf } from '../../plots/theme.ts'
import type { MetricLine } from '../../read/training/training.ts'
import { figureOf } from '../figure.ts'
import { type Axis, axisOfRuns, linesOf, metricsOf, type TrainingRun } from './charts.ts'
import { PHASE, UNSCORED } from './metric-charts.ts'
import { bucketed } from './thin.ts'

/** Parts of something, over the updates of one run. */
interface Stack {
  readonly run: string
  readonly parts: readonly string[]
  /** Sums over all updates, in the order of the parts. */
  readonly totals: readonly number[]
  readonly points: readonly { readonly x: number; readonly values: readonly number[] }[]
}

interface MachineryData {
  readonly axis: Axis
  /** Seconds of each phase, and what no phase accounts for. */
  readonly phases: readonly Stack[]
  /** Episodes that have no score, by class. */
  readonly unscored: readonly Stack[]
}

const STEP = 'timing_s/step'
const REST = 'other'

/** Where the time goes, and what machinery cost. */
export const machineryPanel = definePanel<undefined, MachineryData>({
  id: 'machinery',
  title: 'Time and unscored episodes',
  about: 'training',
  collect(runs) {
    const trained = runs as readonly TrainingRun[]
    const phases = trained.flatMap((run) => stackOf(run, PHASE, restOf))
    const unscored = trained.flatMap((run) => stackOf(run, UNSCORED))
    if (phases.length + unscored.length === 0) return null
    return { axis: axisOfRuns(trained), phases, unscored }
  },
  show({ axis, phases, unscored }) {
    const title = (text: string, { run }: Stack) =>
      axis.runs.length > 1 ? `${text}: ${run}` : text
    return [
      ...phases.map((stack) =>
        phasesFigure(title('Time of an update, by phase', stack), stack, axis),
      ),
      ...unscored.map((stack) =>
        unscoredFigure(title('Unscored episodes, by class', stack), stack, axis),
      ),
      ...(unscored.length === 0
        ? [{ kind: 'note', text: 'No episode was left unscored.' } as const]
        : []),
    ]
  },
})

function stackOf(
  run: TrainingRun,
  family: RegExp,
  restOf?: (line: MetricLine, sum: number) => number,
): Stack[] {
  const metrics = metricsOf([run]).filter((metric) => family.test(metric))
  if (metrics.length === 0) return []
  const partsOf = (line: MetricLine) => {
    const values = metrics.map((metric) => Math.max(0, line.values[metric] ?? 0))
    return restOf ? [...values, restOf(line, sumOf(values))] : values
  }
  const names = metrics.map((metric) => family.exec(metric)?.[1] ?? metric)
  const sums = (lines: readonly MetricLine[]) => {
    const parts = lines.map(partsOf)
    return names.concat(restOf ? [REST] : []).map((_, at) => sumOf(parts.map((p) => p[at] ?? 0)))
  }
  const totals = sums(linesOf(run))
  const points = bucketed(linesOf(run), ({ update }) => update).map(({ x, lines }) => ({
    x,
    values: sums(lines),
  }))
  return [
    {
      run: run.label,
      parts: restOf ? [...names, REST] : names,
      ...{ totals, points },
    },
  ]
}

/** Phases may run side by side, and be longer than the update: nothing is left then. */
function restOf({ values }: MetricLine, sum: number): number {
  return Math.max(0, (values[STEP] ?? 0) - sum)
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

function phasesFigure(title: string, stack: Stack, { domain }: Axis): Block {
  const { parts, totals, points } = stack
  const whole = sumOf(totals) || 1
  const spec = stackedAreasPlot({
    description: `Share of the time of an update in each phase, over updates: ${parts
      .map((part, at) => `${part} ${formatNumber((100 * (totals[at] ?? 0)) / whole)} %`)
      .join(', ')} of all updates together.`,
    points: points.map(({ x, values }) => ({
      x,
      values: values.map((value) => value / (sumOf(values) || 1)),
    })),
    ...{ parts: coloured(parts), domain, unit: 'share', yTitle: 'Share of the time' },
  })
  return figureOf(title, spec, {
    columns: [
      { name: 'Phase', format: 'text' },
      { name: 'Share', format: 'share' },
      { name: 'Total', format: 'ms' },
    ],
    rows: parts.map((part, at): Row => {
      const seconds = totals[at] ?? 0
      return { cells: [part, seconds / whole, seconds * 1000] }
    }),
  })
}

function unscoredFigure(title: string, stack: Stack, { domain }: Axis): Block {
  const { parts, totals, points } = stack
  const found = points.filter(({ values }) => sumOf(values) > 0)
  const spec = stackedAreasPlot({
    description: `Episodes without a score over updates, by class: ${parts
      .map((part, at) => `${formatInteger(totals[at] ?? 0)} ${part}`)
      .join(', ')}; ${plural(found.length, 'place')} with any.`,
    points: found,
    ...{ parts: coloured(parts), domain, unit: 'count', yTitle: 'Episodes' },
  })
  return figureOf(title, spec, {
    columns: [
      { name: 'Class', format: 'text' },
      { name: 'Unscored episodes', format: 'integer' },
    ],
    rows: parts.map((part, at) => ({ cells: [part, totals[at] ?? 0] })),
  })
}

/** Not those of the first runs. */
const coloured = (parts: readonly string[]) =>
  parts.map((name, at) => ({
    name,
    color: name === REST ? colorOf(6) : colorOf(at < 6 ? at : at + 1),
  }))
