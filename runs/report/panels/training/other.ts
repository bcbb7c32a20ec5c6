import { definePanel } from '../../panel.ts'
import { noteOf } from '../figure.ts'
import {
  type Axis,
  axisOfRuns,
  type Chart,
  chartsOf,
  figureOfChart,
  legendOfRuns,
  metricsOf,
  type TrainingRun,
} from './charts.ts'
import { isOther } from './metric-charts.ts'

interface OtherData {
  readonly axis: Axis
  readonly charts: readonly Chart[]
  readonly leftOut: readonly string[]
}

/** Drawing each takes a moment, and nobody reads more. */
const MOST_CHARTS = 48

/** Numbers of which the report knows the name alone. */
export const otherMetricsPanel = definePanel<undefined, OtherData>({
  id: 'other-metrics',
  title: 'Other metrics',
  about: 'training',
  isDense: true,
  collect(runs) {
    const trained = runs as readonly TrainingRun[]
    const names = metricsOf(trained).filter(isOther)
    if (names.length === 0) return null
    return {
      axis: axisOfRuns(trained),
      charts: names
        .slice(0, MOST_CHARTS)
        .flatMap((name) =>
          chartsOf({ title: name, unit: 'number', metrics: [[name, name]] }, trained),
        ),
      leftOut: names.slice(MOST_CHARTS),
    }
  },
  show({ axis, charts, leftOut }) {
    return [
      ...legendOfRuns(axis),
      ...charts.map((chart) => figureOfChart(chart, axis)),
      ...(leftOut.length > 0 ? [noteOf(`Not drawn, of many: ${leftOut.join(', ')}.`)] : []),
    ]
  },
})
