import type { Block } from '../../blocks.ts'
import { formatInteger } from '../../format.ts'
import { definePanel } from '../../panel.ts'
import { noteOf } from '../figure.ts'
import {
  type Axis,
  axisOfRuns,
  type Chart,
  chartsOf,
  figureOfChart,
  legendOfRuns,
  linesOf,
  metricsOf,
  type TrainingRun,
} from './charts.ts'
import { chartGroups, type MetricChart, REWARD_PART } from './metric-charts.ts'
import { type Progress, progressBlocks, progressOf } from './progress.ts'
import { STRETCHES } from './thin.ts'

interface LearningData {
  readonly progress: readonly Progress[]
  readonly axis: Axis
  readonly groups: readonly { readonly title: string; readonly charts: readonly Chart[] }[]
  /** Lines are more than what is drawn. */
  readonly isThinned: boolean
}

/** What a run achieves, and what the numbers behind it do. */
export const learningPanel = definePanel<undefined, LearningData>({
  id: 'learning',
  title: 'Learning curves',
  about: 'training',
  isDense: true,
  collect(runs) {
    const trained = runs as readonly TrainingRun[]
    if (trained.every((run) => linesOf(run).length === 0)) return null
    const groups = chartGroups.map(({ title, charts }, at) => ({
      title,
      charts: [...charts, ...(at === 0 ? rewardParts(trained) : [])].flatMap((chart) =>
        chartsOf(chart, trained),
      ),
    }))
    return {
      progress: trained.map(progressOf),
      axis: axisOfRuns(trained),
      groups: groups.filter(({ charts }) => charts.length > 0),
      isThinned: trained.some((run) => linesOf(run).length > 2 * STRETCHES),
    }
  },
  show({ progress, axis, groups, isThinned }) {
    return [
      ...progressBlocks(progress),
      ...legendOfRuns(axis),
      ...groups.flatMap(({ title, charts }): Block[] => [
        { kind: 'heading', text: title },
        ...charts.map((chart) => figureOfChart(chart, axis)),
      ]),
      ...(isThinned
        ? [
            noteOf(
              `Curves of more than ${formatInteger(2 * STRETCHES)} updates show the lowest and the highest value of each of ${STRETCHES} stretches; metrics.jsonl has all of them.`,
            ),
          ]
        : []),
    ]
  },
})

/** In one plot, where they are few. */
function rewardParts(runs: readonly TrainingRun[]): MetricChart[] {
  const metrics = metricsOf(runs).flatMap((metric) => {
    const name = REWARD_PART.exec(metric)?.[1]
    return name === undefined ? [] : [[metric, name] as const]
  })
  return metrics.length > 0 ? [{ title: 'Parts of the reward', unit: 'number', metrics }] : []
}
