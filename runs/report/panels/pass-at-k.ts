import type { EpisodeResult } from '../../result.ts'
import {
  boundedInterval,
  type MeanInterval,
  meanInterval,
  passAtK,
  passHatK,
} from '../../statistics.ts'
import type { Block } from '../blocks.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { type CurvePoint, curvesPlot } from '../plots/curves.ts'
import { clusterOf } from './clusters.ts'
import { figureOf, noteOf } from './figure.ts'
import { runColumn, tableOf } from './tables.ts'

interface PassPoint {
  readonly run: string
  readonly k: number
  /** Groups with at least k scored members. */
  readonly groups: number
  readonly passAtK: MeanInterval
  readonly passHatK: MeanInterval
}

interface PassData {
  readonly runs: readonly { readonly run: string; readonly groups: number }[]
  readonly points: readonly PassPoint[]
}

/** What several tries at one start are worth, and how reliable they are. */
export const passAtKPanel = definePanel<undefined, PassData>({
  id: 'pass-at-k',
  title: 'Several tries',
  collect(runs) {
    const points = runs.flatMap(pointsOf)
    if (points.length === 0) return null
    return {
      runs: runs.map(({ label, summary }) => ({ run: label, groups: summary.groups })),
      points,
    }
  },
  show(data) {
    const { runs, points } = data
    const shown = runs.filter(({ run }) => points.some((point) => point.run === run))
    const without = runs.length - shown.length
    return [
      ...(runs.length === 1
        ? [bothCurves(data)]
        : [curve(data, 'passAtK'), curve(data, 'passHatK')]),
      ...(points.some((point) => point.passAtK.low === null || point.passHatK.low === null)
        ? [noteOf('Where all groups agree, or there is one, their spread gives no interval.')]
        : []),
      ...(without > 0
        ? [
            noteOf(
              `Without groups: ${runs
                .filter((run) => !shown.includes(run))
                .map(({ run }) => run)
                .join(', ')}.`,
            ),
          ]
        : []),
    ]
  },
})

/** As the summary counts them: every group with at least k scored members, once. */
function pointsOf({ label, summary, results }: PanelRun<undefined>): PassPoint[] {
  const groups = countGroups(results)
  return Object.keys(summary.passAtK).flatMap((key): PassPoint[] => {
    const k = Number(key)
    const able = groups.filter(({ n }) => n >= k)
    const over = (estimate: typeof passAtK) => {
      const interval = meanInterval(
        able.map(({ n, c }) => estimate(n, c, k)),
        (index) => able[index]?.cluster ?? index,
      )
      return interval && boundedInterval(interval, 0, 1)
    }
    const [at, hat] = [over(passAtK), over(passHatK)]
    return at && hat ? [{ run: label, k, groups: able.length, passAtK: at, passHatK: hat }] : []
  })
}

interface Group {
  /** Scored members, and how many of them succeed. */
  n: number
  c: number
  readonly cluster: string
}

function countGroups(results: readonly EpisodeResult[]): readonly Group[] {
  const cluster = clusterOf(results)
  const groups = new Map<string, Group>()
  for (const result of results) {
    const group = groups.get(result.group) ?? { n: 0, c: 0, cluster: cluster(result) }
    groups.set(result.group, group)
    if (result.success === null) continue
    group.n++
    if (result.success) group.c++
  }
  return [...groups.values()]
}

const measures = {
  passAtK: { name: 'pass@k', title: 'pass@k: at least one of k tries succeeds' },
  passHatK: { name: 'pass^k', title: 'pass^k: all of k tries succeed' },
} as const
type Measure = keyof typeof measures

const X_TITLE = 'Tries k (count; mean over groups, 95 % interval)'

function curve({ runs, points }: PassData, measure: Measure): Block {
  const { name, title } = measures[measure]
  const spec = curvesPlot({
    description: `${title}, for ${runs.length} runs, with 95 % intervals over groups.`,
    points: points.map((point) => pointOf(point.run, point.k, point[measure])),
    series: runs.map(({ run }) => run),
    xTitle: X_TITLE,
    yTitle: `${name} (share of groups)`,
  })
  const table = tableOf<PassPoint>(
    [
      ...runColumn<PassPoint>(runs),
      ['k', 'integer', ({ k }) => k],
      [name, 'share', (point) => point[measure].mean],
      ['Low (95 %)', 'share', (point) => point[measure].low],
      ['High (95 %)', 'share', (point) => point[measure].high],
      ['Groups', 'integer', ({ groups }) => groups],
    ],
    points,
  )
  return figureOf(title, spec, table)
}

function bothCurves({ points }: PassData): Block {
  const spec = curvesPlot({
    description:
      'Chance that at least one of k tries succeeds (pass@k) and that all of them do (pass^k), with 95 % intervals over groups.',
    points: points.flatMap(({ k, passAtK, passHatK }) => [
      pointOf(measures.passAtK.name, k, passAtK),
      pointOf(measures.passHatK.name, k, passHatK),
    ]),
    series: [measures.passAtK.name, measures.passHatK.name],
    xTitle: X_TITLE,
    yTitle: 'Chance (share of groups)',
  })
  const table = tableOf<PassPoint>(
    [
      ['k', 'integer', ({ k }) => k],
      ['pass@k', 'share', ({ passAtK }) => passAtK.mean],
      ['pass@k low (95 %)', 'share', ({ passAtK }) => passAtK.low],
      ['pass@k high (95 %)', 'share', ({ passAtK }) => passAtK.high],
      ['pass^k', 'share', ({ passHatK }) => passHatK.mean],
      ['pass^k low (95 %)', 'share', ({ passHatK }) => passHatK.low],
      ['pass^k high (95 %)', 'share', ({ passHatK }) => passHatK.high],
      ['Groups', 'integer', ({ groups }) => groups],
    ],
    points,
  )
  return figureOf('One of k tries, and all of k', spec, table)
}

function pointOf(series: string, k: number, { mean, low, high }: MeanInterval): CurvePoint {
  return { series, x: k, y: mean, low, high }
}
