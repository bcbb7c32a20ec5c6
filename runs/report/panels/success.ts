import type { EpisodeResult } from '../../result.ts'
import type { Rate, Spread } from '../../run-file.ts'
import { boundedInterval, type MeanInterval } from '../../statistics.ts'
import type { Block, FigureBlock, StatsBlock } from '../blocks.ts'
import { formatInteger, formatMs, formatNumber, formatShare, plural } from '../format.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { barsPlot, drawnCategories } from '../plots/bars.ts'
import { isGrouped, meanOver } from './clusters.ts'
import { figureOf, noteOf } from './figure.ts'
import { queryOf, runTerms, term } from './query.ts'
import { type ColumnOf, runColumn, tableOf } from './tables.ts'

interface RunSuccess {
  readonly run: string
  readonly episodes: number
  readonly unscored: number
  readonly success: Rate
  /** Over groups or tasks, where episodes share them: those of one are not independent. */
  readonly clustered: MeanInterval | null
  readonly reward: Spread
  /** Over clusters: null where nothing is scored. */
  readonly rewardInterval: MeanInterval | null
  readonly turns: { readonly mean: number | null; readonly p50: number | null }
  readonly failedActions: number
  readonly retried: number
  /** Time spent playing; null where `run.json` does not say. */
  readonly seconds: number | null
  readonly grouped: boolean
}

interface PartSuccess extends Rate {
  readonly run: string
  readonly value: string
}

interface SuccessData {
  readonly runs: readonly RunSuccess[]
  readonly by: Readonly<Record<Field, readonly PartSuccess[]>>
}

const fields = ['split', 'difficulty', 'kind'] as const
type Field = (typeof fields)[number]
const titles: Readonly<Record<Field, string>> = {
  split: 'Split',
  difficulty: 'Difficulty',
  kind: 'Task kind',
}

/** How often the agents succeed, and at what. */
export const successPanel = definePanel<undefined, SuccessData>({
  id: 'success',
  title: 'Success',
  collect: (runs) => ({
    runs: runs.map(successOf),
    by: {
      split: partsOf(runs, 'split'),
      difficulty: partsOf(runs, 'difficulty'),
      kind: partsOf(runs, 'kind'),
    },
  }),
  show({ runs, by }) {
    const [only] = runs
    const isKnown = runs.some(({ success }) => success.of > 0)
    return [
      ...(runs.length === 1 && only ? [statsOf(only)] : overall(runs, isKnown)),
      ...(isKnown ? [] : [noteOf('No episode was scored: success is unknown.', 'warning')]),
      ...fields.flatMap((field) => breakdown(runs, field, by[field])),
      ...(runs.some(({ grouped }) => grouped)
        ? [
            noteOf(
              'The intervals of success (Wilson) take the episodes of a group for independent, which they are not: they are too narrow. pass@k below has intervals over groups.',
            ),
          ]
        : []),
    ]
  },
})

function successOf({ label, summary, results, file }: PanelRun<undefined>): RunSuccess {
  return {
    run: label,
    episodes: summary.episodes,
    unscored: summary.unscored,
    success: summary.success,
    clustered: isGrouped(results) ? clusteredSuccess(results) : null,
    reward: summary.reward,
    rewardInterval: meanOver(results, ({ reward }) =>
      reward.status === 'scored' ? reward.value : null,
    ),
    turns: { mean: summary.turns.mean, p50: summary.turns.p50 },
    failedActions: summary.failedActions,
    retried: summary.retried,
    seconds: file.seconds ?? null,
    grouped: isGrouped(results),
  }
}

function clusteredSuccess(results: readonly EpisodeResult[]): MeanInterval | null {
  const interval = meanOver(results, ({ success }) => (success === null ? null : Number(success)))
  return interval && boundedInterval(interval, 0, 1)
}

function partsOf(runs: readonly PanelRun<undefined>[], field: Field): PartSuccess[] {
  return runs.flatMap(({ label, summary }) =>
    Object.entries(summary.successBy[field]).map(([value, rate]) => ({
      run: label,
      value,
      ...rate,
    })),
  )
}

function statsOf(run: RunSuccess): StatsBlock {
  const { episodes, success, reward, rewardInterval, turns, unscored, retried, seconds } = run
  const half = halfOf(rewardInterval)
  return {
    kind: 'stats',
    items: [
      { label: 'Episodes', value: formatInteger(episodes) },
      {
        label: 'Success',
        value: success.rate === null ? 'unknown' : formatShare(success.rate),
        detail: `${describeRate(success)}${describeClustered(run.clustered)}`,
      },
      {
        label: 'Mean reward',
        value: reward.mean === null ? 'unknown' : formatNumber(reward.mean),
        ...(half === null ? {} : { detail: `± ${formatNumber(half)} (95 %)` }),
      },
      {
        label: 'Mean turns',
        value: turns.mean === null ? 'unknown' : formatNumber(turns.mean),
        ...(turns.p50 === null ? {} : { detail: `median ${turns.p50}` }),
      },
      {
        label: 'Unscored',
        value: formatInteger(unscored),
        ...(retried > 0 ? { detail: `${plural(retried, 'episode')} took several attempts` } : {}),
        tone: unscored > 0 ? 'bad' : 'neutral',
      },
      ...(seconds === null ? [] : [timeItem(seconds, episodes)]),
    ],
  }
}

function timeItem(seconds: number, episodes: number) {
  return {
    label: 'Time',
    value: formatMs(seconds * 1000),
    ...(episodes > 0 && seconds > 0
      ? { detail: `${formatNumber(Number((episodes / seconds).toPrecision(3)))} episodes/s` }
      : {}),
  }
}

function describeRate({ low, high, successes, of }: Rate): string {
  if (low === null || high === null) return 'nothing is scored'
  return `${formatInteger(successes)} of ${formatInteger(of)}; 95 % interval ${(low * 100).toFixed(1)} to ${formatShare(high)}`
}

function describeClustered(interval: MeanInterval | null): string {
  if (!interval || interval.low === null || interval.high === null) return ''
  return `, over groups ${(interval.low * 100).toFixed(1)} to ${formatShare(interval.high)}`
}

function halfOf(interval: MeanInterval | null): number | null {
  return interval?.high == null ? null : interval.high - interval.mean
}

const rateColumns: readonly ColumnOf<Rate>[] = [
  ['Success', 'share', ({ rate }) => rate],
  ['Low (95 %)', 'share', ({ low }) => low],
  ['High (95 %)', 'share', ({ high }) => high],
  ['Successes', 'integer', ({ successes }) => successes],
  ['Scored episodes', 'integer', ({ of }) => of],
]

/** What the rows count: success is known. */
const SCORED = ['outcome:success', 'outcome:failure']

const VALUE_TITLE = 'Success (share of scored episodes, 95 % interval)'

/** Several runs: one bar each. */
function overall(runs: readonly RunSuccess[], isKnown: boolean): Block[] {
  const items = runs.map(({ run, success }) => ({ run, ...success }))
  const table = tableOf<(typeof items)[number]>(
    [['Run', 'text', ({ run }) => run], ...rateColumns],
    items,
    ({ run }) => queryOf(runTerms(runs, run), SCORED),
  )
  if (!isKnown) return [{ kind: 'table', title: 'Success', table }]
  const spec = barsPlot({
    description: `Share of successful episodes of ${plural(runs.length, 'run')}, with 95 % intervals.`,
    bars: items.map((item) => ({ category: item.run, run: item.run, ...barOf(item) })),
    runs: runs.map(({ run }) => run),
    unit: 'share',
    whole: true,
    valueTitle: VALUE_TITLE,
    categoryTitle: 'Run',
    byRun: true,
  })
  return [figureOf('Success', spec, table)]
}

/** A single value says what the whole says. */
function breakdown(
  runs: readonly RunSuccess[],
  field: Field,
  parts: readonly PartSuccess[],
): (FigureBlock | ReturnType<typeof noteOf>)[] {
  const values = orderedValues(field, parts)
  if (values.length < 2 || parts.every(({ of }) => of === 0)) return []
  const sorted = values.flatMap((value) => parts.filter((part) => part.value === value))
  const table = tableOf<PartSuccess>(
    [...runColumn(runs), [titles[field], 'text', ({ value }) => value], ...rateColumns],
    sorted,
    ({ run, value }) => queryOf(runTerms(runs, run), term(field, value), SCORED),
  )
  const frequent = [...values].sort((a, b) => pooled(parts, b).of - pooled(parts, a).of)
  const drawn = new Set(drawnCategories(frequent, runs.length))
  const left = values.length - drawn.size
  const spec = barsPlot({
    description: `Share of successful episodes by ${titles[field].toLowerCase()}, with 95 % intervals${runs.length > 1 ? `, for ${runs.length} runs` : ''}.`,
    bars: sorted
      .filter(({ value }) => drawn.has(value))
      .map((part) => ({ category: part.value, run: part.run, ...barOf(part) })),
    runs: runs.map(({ run }) => run),
    unit: 'share',
    whole: true,
    valueTitle: VALUE_TITLE,
    categoryTitle: titles[field],
  })
  return [
    figureOf(`Success by ${titles[field].toLowerCase()}`, spec, table),
    ...(left > 0
      ? [noteOf(`${plural(left, 'more value')} of ${field} are in the table of the figure.`)]
      : []),
  ]
}

/** Kinds of tasks by how well they are solved; what has an order of its own keeps it. */
function orderedValues(field: Field, parts: readonly PartSuccess[]): readonly string[] {
  const values = [...new Set(parts.map(({ value }) => value))].sort(byName)
  if (field !== 'kind') return values
  const rate = (value: string) => {
    const { successes, of } = pooled(parts, value)
    return of > 0 ? successes / of : -1
  }
  return values.sort((a, b) => rate(b) - rate(a))
}

/** Of all runs together. */
function pooled(parts: readonly PartSuccess[], value: string): Pick<Rate, 'successes' | 'of'> {
  const own = parts.filter((part) => part.value === value)
  return {
    successes: own.reduce((sum, { successes }) => sum + successes, 0),
    of: own.reduce((sum, { of }) => sum + of, 0),
  }
}

function barOf({ rate, low, high, successes, of }: Rate) {
  return { value: rate, low, high, note: `${successes} of ${of}` }
}

const { compare: byName } = new Intl.Collator('en', { numeric: true })
