import { canonicalJson, type Trajectory } from '../../../core/index.ts'
import { mean } from '../../statistics.ts'
import type { Block } from '../blocks.ts'
import { plural } from '../format.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { intervalsPlot } from '../plots/intervals.ts'
import { figureOf, noteOf } from './figure.ts'
import { compareRuns, type Measure, type RunDifference } from './pairs.ts'
import { queryOf, runTerms } from './query.ts'
import { type ColumnOf, tableOf } from './tables.ts'

interface ComparedRun {
  readonly run: string
  readonly env: string | null
  readonly agent: string | null
  readonly episodes: number
  readonly success: number | null
  /** Name of the chosen preset, `composition`, or null where `run.json` does not say. */
  readonly chosen: string | null
  readonly reward: number | null
  readonly turns: number | null
  readonly failedActions: number | null
  readonly unscored: number
  /** Mean of all phases together. */
  readonly episodeMs: number | null
}

interface ComparisonData {
  readonly runs: readonly ComparedRun[]
  /** Why figures cannot be compared, or not fully. */
  readonly cautions: readonly string[]
  readonly differences: readonly RunDifference[]
}

/** Several runs side by side, and against the first one where they share seeds. */
export const comparisonPanel = definePanel<number, ComparisonData>({
  id: 'comparison',
  title: 'Comparison',
  read: ({ seed }: Trajectory) => seed,
  collect(runs) {
    const [baseline, ...others] = runs
    if (!baseline || others.length === 0) return null
    return {
      runs: runs.map(comparedRun),
      cautions: cautionsOn(baseline, others),
      differences: others.flatMap((run) => differencesOf(baseline, run)),
    }
  },
  show({ runs, cautions, differences }) {
    return [
      { kind: 'table', title: 'Side by side', table: sideBySide(runs) },
      ...cautions.map((caution) => noteOf(caution, 'warning')),
      ...plotsFirst([
        ...differenceBlocks(runs, differences, 'success'),
        ...differenceBlocks(runs, differences, 'reward'),
      ]),
    ]
  },
})

/** Side by side, above what is to be said of them. */
function plotsFirst(blocks: readonly Block[]): Block[] {
  return blocks.toSorted((a, b) => Number(a.kind === 'note') - Number(b.kind === 'note'))
}

type Run = PanelRun<number>

function comparedRun({ label, file, agent, summary, results }: Run): ComparedRun {
  const played = results.filter(({ error }) => error === null)
  const { env } = file
  return {
    run: label,
    env: env?.id ?? file.config?.env ?? null,
    agent,
    episodes: summary.episodes,
    success: summary.success.rate,
    chosen: env ? (env.reward.preset ?? 'composition') : null,
    reward: summary.reward.mean,
    turns: summary.turns.mean,
    failedActions: summary.turns.total > 0 ? summary.failedActions / summary.turns.total : null,
    unscored: summary.unscored,
    episodeMs: mean(played.map(({ timings: t }) => t.setupMs + t.agentMs + t.envMs + t.gradingMs)),
  }
}

/**
 * Where the envs differ, or one is not known, there are no pairs: equal seeds mean nothing then. Nor are
 * different rewards subtracted.
 */
function differencesOf(baseline: Run, run: Run): RunDifference[] {
  if (!agree(baseline, run, envOf)) return []
  return [
    compareRuns(baseline, run, 'success'),
    ...(agree(baseline, run, rewardOf) ? [compareRuns(baseline, run, 'reward')] : []),
  ]
}

const envOf = ({ file }: Run) => file.env?.id ?? file.config?.env
const optionsOf = ({ file }: Run) => file.env?.options
const rewardOf = ({ file }: Run) => file.env?.reward
const stepsOf = ({ file }: Run) => file.env?.maxEpisodeSteps

/** What is not known may be anything. */
function agree(a: Run, b: Run, of: (run: Run) => unknown): boolean {
  const [one, two] = [of(a), of(b)]
  return one !== undefined && two !== undefined && canonicalJson(one) === canonicalJson(two)
}

/** What is not known does not differ. */
function differ(a: Run, b: Run, of: (run: Run) => unknown): boolean {
  const [one, two] = [of(a), of(b)]
  return one !== undefined && two !== undefined && canonicalJson(one) !== canonicalJson(two)
}

function cautionsOn(baseline: Run, others: readonly Run[]): string[] {
  const sameEnv = others.filter((run) => agree(baseline, run, envOf))
  const unknown = [baseline, ...others].filter((run) => envOf(run) === undefined)
  const named = (among: readonly Run[], of: (run: Run) => unknown) =>
    among.filter((run) => differ(baseline, run, of)).map(({ label }) => label)
  const caution = (runs: readonly string[], says: string) =>
    runs.length === 0 ? [] : [`${runs.join(', ')}: ${says}`]
  const apart = sameEnv.filter((run) => {
    const { leftOut, difference } = compareRuns(baseline, run, 'success')
    return difference === null && leftOut.unscored === 0
  })
  return [
    ...caution(
      unknown.map(({ label }) => label),
      'its env is not known, so it is not paired.',
    ),
    ...caution(named(others, envOf), `another env than ${baseline.label}, so nothing is paired.`),
    ...caution(named(sameEnv, optionsOf), `other options of the env than ${baseline.label}.`),
    ...caution(
      named(sameEnv, rewardOf),
      `another chosen reward than ${baseline.label}, so rewards are not subtracted.`,
    ),
    ...caution(named(sameEnv, stepsOf), `another limit of steps than ${baseline.label}.`),
    ...caution(
      apart.map(({ label }) => label),
      `no task and seed in common with ${baseline.label}, so nothing is paired.`,
    ),
  ]
}

function sideBySide(runs: readonly ComparedRun[]) {
  return tableOf<ComparedRun>(
    [
      ['Run', 'text', ({ run }) => run],
      ['Env', 'text', ({ env }) => env],
      ['Agent', 'text', ({ agent }) => agent],
      ['Episodes', 'integer', ({ episodes }) => episodes],
      ['Success', 'share', ({ success }) => success],
      ['Reward', 'text', ({ chosen }) => chosen],
      ['Mean reward', 'number', ({ reward }) => reward],
      ['Mean turns', 'number', ({ turns }) => turns],
      ['Failed actions', 'share', ({ failedActions }) => failedActions],
      ['Unscored', 'integer', ({ unscored }) => unscored],
      ['Time an episode', 'ms', ({ episodeMs }) => episodeMs],
    ],
    runs,
    ({ run }) => queryOf(runTerms(runs, run)),
  )
}

const titles: Readonly<Record<Measure, string>> = {
  success: 'Difference in success',
  reward: 'Difference in reward',
}

function differenceBlocks(
  runs: readonly ComparedRun[],
  all: readonly RunDifference[],
  measure: Measure,
): Block[] {
  const items = all.filter((item) => item.measure === measure)
  const paired = items.flatMap(({ run, difference }) =>
    difference ? [{ run, ...difference }] : [],
  )
  const baseline = items[0]?.baseline
  if (paired.length === 0 || baseline === undefined) return []
  const isSuccess = measure === 'success'
  const times = isSuccess ? 100 : 1
  const scaled = (value: number | null) => (value === null ? null : value * times)
  const spec = intervalsPlot({
    description: `${titles[measure]} to ${baseline} over the starts that both runs played, with 95 % intervals.`,
    points: paired.map(({ run, mean, low, high }) => ({
      category: run,
      run,
      value: mean * times,
      low: scaled(low),
      high: scaled(high),
    })),
    runs: runs.map(({ run }) => run),
    unit: 'number',
    valueTitle: `${titles[measure]} (${isSuccess ? 'percentage points' : 'reward'}, 95 % interval)`,
    categoryTitle: 'Run',
    zeroLine: true,
    byRun: true,
  })
  const title = `${titles[measure]}: paired with ${baseline}`
  const flat = paired.filter(({ standardError, values }) => standardError === 0 && values > 1)
  return [
    figureOf(title, spec, tableOf(differenceColumns(isSuccess), items)),
    ...(flat.length > 0
      ? [
          noteOf(
            `${flat.map(({ run }) => run).join(', ')}: all pairs differ alike, so their spread gives no interval.`,
          ),
        ]
      : []),
    noteOf(
      `${titles[measure]}: ${describePairs(items)}. The interval is Student's t over independent tasks (over seeds, where there is one task or none).`,
    ),
  ]
}

function differenceColumns(isSuccess: boolean): readonly ColumnOf<RunDifference>[] {
  const format = isSuccess ? 'points' : 'number'
  return [
    ['Run', 'text', ({ run }) => run],
    ['Difference', format, ({ difference }) => difference?.mean ?? null],
    ['Low (95 %)', format, ({ difference }) => difference?.low ?? null],
    ['High (95 %)', format, ({ difference }) => difference?.high ?? null],
    ['Better', 'integer', ({ difference }) => difference?.wins ?? null],
    ['Worse', 'integer', ({ difference }) => difference?.losses ?? null],
    ['Equal', 'integer', ({ difference }) => difference?.ties ?? null],
    ['Pairs', 'integer', ({ difference }) => difference?.values ?? 0],
    ['Independent', 'integer', ({ difference }) => difference?.clusters ?? null],
    ['Only in the first', 'integer', ({ leftOut }) => leftOut.onlyBaseline],
    ['Only in this', 'integer', ({ leftOut }) => leftOut.onlyRun],
    ['Unscored', 'integer', ({ leftOut }) => leftOut.unscored],
  ]
}

/** Of many runs, the table says it. */
function describePairs(items: readonly RunDifference[]): string {
  if (items.length > 2) return 'pairs, and starts left out, are in the table of the figure'
  return items.map(describeLeftOut).join('; ')
}

function describeLeftOut({ run, baseline, difference, leftOut }: RunDifference): string {
  const { onlyBaseline, onlyRun, unscored } = leftOut
  const reasons = [
    ...(onlyBaseline > 0 ? [`${onlyBaseline} only in ${baseline}`] : []),
    ...(onlyRun > 0 ? [`${onlyRun} only in ${run}`] : []),
    ...(unscored > 0 ? [`${unscored} unscored on a side`] : []),
  ]
  const left = onlyBaseline + onlyRun + unscored
  return `${run} has ${plural(difference?.values ?? 0, 'pair')}${left > 0 ? `, ${plural(left, 'start')} left out (${reasons.join(', ')})` : ''}`
}
