import { definePanel } from '../../panel.ts'
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
import { DIFFICULTY, type MetricChart } from './metric-charts.ts'

interface DifficultyData {
  readonly axis: Axis
  readonly charts: readonly Chart[]
}

const titles = { success: 'Success in training', 'eval/success': 'Held-out success' } as const

/** What is learnt first, and what is not learnt. */
export const difficultiesPanel = definePanel<undefined, DifficultyData>({
  id: 'difficulties',
  title: 'Success by difficulty',
  about: 'training',
  isDense: true,
  collect(runs) {
    const trained = runs as readonly TrainingRun[]
    const names = metricsOf(trained)
    const charts = (['success', 'eval/success'] as const).flatMap((family) => {
      const metrics = names.flatMap((metric): MetricChart['metrics'] => {
        const [, found, difficulty = ''] = DIFFICULTY.exec(metric) ?? []
        return found === family ? [[metric, `difficulty ${difficulty}`]] : []
      })
      if (metrics.length === 0) return []
      return chartsOf({ title: titles[family], unit: 'share', metrics }, trained)
    })
    return charts.length > 0 ? { axis: axisOfRuns(trained), charts } : null
  },
  show: ({ axis, charts }) => [
    ...legendOfRuns(axis),
    ...charts.map((chart) => figureOfChart(chart, axis)),
  ],
})
