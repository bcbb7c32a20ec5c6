import type { ErrorClass, Score, Trajectory } from '../../../core/index.ts'
import { causeOf } from '../../result.ts'
import { type MeanInterval, standardDeviation } from '../../statistics.ts'
import type { Block, Table } from '../blocks.ts'
import { plural } from '../format.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { type Bin, binsOf, countsIn } from '../plots/bins.ts'
import { histogramPlot } from '../plots/histogram.ts'
import { intervalsPlot } from '../plots/intervals.ts'
import { meanOver } from './clusters.ts'
import { distributionTable } from './distribution.ts'
import { figureOf, noteOf } from './figure.ts'
import { type ColumnOf, runColumn, tableOf } from './tables.ts'

/** Sum of each named part over the turns, or why it has none. */
type PartSums = Readonly<Record<string, number | ErrorClass>>

interface NamedMean extends Partial<Omit<MeanInterval, 'mean'>> {
  readonly run: string
  readonly name: string
  readonly mean: number | null
  readonly standardDeviation: number | null
  /** Left out of the mean. */
  readonly unscored: Readonly<Partial<Record<ErrorClass, number>>>
}

interface RewardsData {
  readonly runs: readonly {
    readonly run: string
    /** Name of the chosen preset; null for a composition. */
    readonly chosen: string | null
    readonly reward: NamedMean
    /** Scored episodes in each bin. */
    readonly counts: readonly number[]
  }[]
  readonly bins: readonly Bin[]
  readonly presets: readonly NamedMean[]
  /** Of the chosen reward. */
  readonly parts: readonly NamedMean[]
}

/** What the episodes were paid: the chosen reward, every preset, every part. */
export const rewardsPanel = definePanel<PartSums, RewardsData>({
  id: 'rewards',
  title: 'Rewards',
  read: partSums,
  collect(runs) {
    const chosen = runs.map(({ results }) => scoredValues(results.map(({ reward }) => reward)))
    const bins = binsOf(chosen.flat())
    return {
      runs: runs.map((run, index) => ({
        run: run.label,
        chosen: run.file.env?.reward.preset ?? null,
        reward: namedMean(run, 'chosen', ({ reward }) => reward),
        counts: countsIn(bins, chosen[index] ?? []),
      })),
      bins,
      presets: runs.flatMap((run) =>
        Object.keys(run.summary.rewards).map((name) =>
          namedMean(run, name, ({ scores }) => scores[name]),
        ),
      ),
      parts: runs.flatMap((run) =>
        [...new Set(run.facts.flatMap((sums) => Object.keys(sums)))].map((name) =>
          namedMean(run, name, (_, sums) => scoreOf(sums[name])),
        ),
      ),
    }
  },
  show: (data) => [
    ...distribution(data),
    ...means(data, 'Mean of each preset', 'Preset', data.presets),
    ...means(data, 'Mean of each part of the chosen reward', 'Part', data.parts),
    ...clusterNote(data),
  ],
})

function partSums({ outcome }: Trajectory): PartSums {
  if (outcome.status === 'failed') return {}
  return Object.fromEntries(
    Object.entries(outcome.parts).map(([name, scores]) => {
      const cause = scores.flatMap((score) => causeOf(score) ?? [])[0]
      return [name, cause ?? scoredValues(scores).reduce((sum, value) => sum + value, 0)]
    }),
  )
}

function scoreOf(sum: number | ErrorClass | undefined): Score | undefined {
  if (sum === undefined) return undefined
  return typeof sum === 'number'
    ? { status: 'scored', value: sum }
    : { status: 'unscored', cause: sum }
}

function scoredValues(scores: readonly Score[]): number[] {
  return scores.flatMap((score) => (score.status === 'scored' ? [score.value] : []))
}

type Run = PanelRun<PartSums>

/** The mean of one score an episode; episodes that do not have it are not counted. */
function namedMean(
  run: Run,
  name: string,
  scoreOf: (result: Run['results'][number], sums: PartSums) => Score | undefined,
): NamedMean {
  const scores = run.results.map((result, index) => scoreOf(result, run.facts[index] ?? {}))
  const unscored: Partial<Record<ErrorClass, number>> = {}
  for (const score of scores) {
    const cause = score && causeOf(score)
    if (cause) unscored[cause] = (unscored[cause] ?? 0) + 1
  }
  const interval = meanOver(run.results, (_, index) => {
    const score = scores[index]
    return score?.status === 'scored' ? score.value : null
  })
  return {
    run: run.label,
    name,
    mean: null,
    standardDeviation: standardDeviation(scoredValues(scores.flatMap((score) => score ?? []))),
    ...interval,
    unscored,
  }
}

function distribution({ runs, bins }: RewardsData): Block[] {
  if (bins.length === 0) return [noteOf('No episode was scored: there are no rewards.', 'warning')]
  const names = [...new Set(runs.map(({ chosen }) => chosen ?? 'composition'))]
  const table = distributionTable(runs, bins, 'Reward', ({ terms }) =>
    terms.map((comparison) => `reward${comparison}`),
  )
  const spec = histogramPlot({
    description: `Distribution of the chosen reward (${names.join(', ')}) over the scored episodes; dashed lines are means.`,
    bins,
    runs: runs.map(({ run, counts, reward: { mean } }) => ({ run, counts, mean })),
    valueTitle: `Reward of an episode (${names.length === 1 ? names[0] : 'as chosen'}); dashed: mean`,
    counted: 'scored episodes',
  })
  return [figureOf('Distribution of the chosen reward', spec, table)]
}

function means(
  { runs }: RewardsData,
  title: string,
  nameTitle: string,
  items: readonly NamedMean[],
): Block[] {
  if (items.length === 0) return []
  const names = [...new Set(items.map(({ name }) => name))]
  const sorted = names.flatMap((name) => items.filter((item) => item.name === name))
  const table = meansTable(runs, nameTitle, sorted)
  const points = sorted.flatMap(({ run, name, mean, low = null, high = null }) =>
    mean === null ? [] : [{ category: name, run, value: mean, low, high }],
  )
  if (points.length === 0) return [{ kind: 'table', title, table }]
  const spec = intervalsPlot({
    description: `${title}, with 95 % intervals.`,
    points,
    runs: runs.map(({ run }) => run),
    unit: 'number',
    valueTitle: 'Mean over scored episodes (reward, 95 % interval)',
    categoryTitle: nameTitle,
    zeroLine: true,
  })
  return [figureOf(title, spec, table)]
}

function meansTable(
  runs: readonly unknown[],
  nameTitle: string,
  items: readonly NamedMean[],
): Table {
  const causes = [
    ...new Set(items.flatMap(({ unscored }) => Object.keys(unscored) as ErrorClass[])),
  ]
  return tableOf<NamedMean>(
    [
      ...runColumn(runs),
      [nameTitle, 'text', ({ name }) => name],
      ['Mean', 'number', ({ mean }) => mean],
      ['Low (95 %)', 'number', ({ low }) => low ?? null],
      ['High (95 %)', 'number', ({ high }) => high ?? null],
      ['Standard deviation', 'number', (item) => item.standardDeviation],
      ['Scored episodes', 'integer', ({ values }) => values ?? 0],
      ...causes.map(
        (cause): ColumnOf<NamedMean> => [
          `Unscored: ${cause}`,
          'integer',
          ({ unscored }) => unscored[cause] ?? 0,
        ],
      ),
    ],
    items,
  )
}

/** Where an interval rests on fewer draws than there are episodes. */
function clusterNote({ runs }: RewardsData): Block[] {
  const few = runs.filter(({ reward: { values = 0, clusters = 0 } }) => clusters < values)
  if (few.length === 0) return []
  const counts = few.map(({ run, reward }) => {
    const says = `${plural(reward.values ?? 0, 'episode')} in ${plural(reward.clusters ?? 0, 'cluster')}`
    return runs.length > 1 ? `${run}: ${says}` : says
  })
  return [
    noteOf(
      `Intervals of means count episodes of one task or group as one cluster, for they depend on each other (${counts.join('; ')}).`,
    ),
  ]
}
