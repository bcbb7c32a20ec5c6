import type { Ended, Trajectory } from '../../../core/index.ts'
import { mean, percentile } from '../../statistics.ts'
import type { Block } from '../blocks.ts'
import { formatInteger, formatNumber, formatShare, plural } from '../format.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { type Bin, binsOf, countsIn } from '../plots/bins.ts'
import { histogramPlot } from '../plots/histogram.ts'
import { stackedPlot } from '../plots/stacked.ts'
import { bad, colorOf } from '../plots/theme.ts'
import { distributionTable } from './distribution.ts'
import { figureOf, noteOf } from './figure.ts'
import { queryOf, runTerms, term } from './query.ts'
import { tableOf } from './tables.ts'

type HowEnded = Ended | 'failed'

interface RunTurns {
  readonly run: string
  readonly episodes: number
  readonly ended: Readonly<Record<HowEnded, number>>
  /** Of the episodes that did not fail. */
  readonly turns: {
    readonly mean: number | null
    readonly p5: number | null
    readonly p50: number | null
    readonly p95: number | null
    readonly max: number | null
  }
  /** Episodes in each bin. */
  readonly counts: readonly number[]
}

interface TurnsData {
  readonly runs: readonly RunTurns[]
  readonly bins: readonly Bin[]
}

const ways: readonly { readonly name: HowEnded; readonly says: string; readonly color: string }[] =
  [
    { name: 'terminated', says: 'terminated by the env or the agent', color: colorOf(4) },
    { name: 'truncated', says: 'truncated by a limit', color: colorOf(7) },
    { name: 'failed', says: 'failed (infrastructure)', color: bad },
  ]

/** How long the episodes are, and how they end. */
export const turnsPanel = definePanel<HowEnded, TurnsData>({
  id: 'turns',
  title: 'Turns',
  read: ({ outcome }: Trajectory) => (outcome.status === 'failed' ? 'failed' : outcome.ended),
  collect(runs) {
    const played = runs.map(playedTurns)
    const bins = binsOf(played.flat())
    return { runs: runs.map((run, index) => turnsOf(run, played[index] ?? [], bins)), bins }
  },
  show(data) {
    if (data.runs.every(({ episodes }) => episodes === 0)) {
      return [noteOf('No episode was finished: there are no turns.')]
    }
    return [...howEnded(data), ...distribution(data)]
  },
})

/** Of failed episodes the number of turns says nothing. */
function playedTurns({ results }: PanelRun<HowEnded>): number[] {
  return results.flatMap(({ error, turns }) => (error === null ? [turns] : []))
}

function turnsOf(
  { label, facts, summary }: PanelRun<HowEnded>,
  turns: readonly number[],
  bins: readonly Bin[],
): RunTurns {
  const ended = (way: HowEnded) => facts.filter((fact) => fact === way).length
  return {
    run: label,
    episodes: facts.length,
    ended: {
      terminated: ended('terminated'),
      truncated: ended('truncated'),
      failed: ended('failed'),
    },
    turns: {
      mean: mean(turns),
      p5: percentile(turns, 0.05),
      p50: summary.turns.p50,
      p95: summary.turns.p95,
      max: percentile(turns, 1),
    },
    counts: countsIn(bins, turns),
  }
}

function howEnded({ runs }: TurnsData): Block[] {
  const [only] = runs
  if (runs.length === 1 && only) {
    const { turns, ended, episodes } = only
    return [
      {
        kind: 'stats',
        items: [
          {
            label: 'Turns',
            value: turns.mean === null ? 'unknown' : formatNumber(turns.mean),
            detail:
              turns.p50 === null
                ? 'mean'
                : `mean; median ${turns.p50}, p95 ${turns.p95}, max ${turns.max}`,
          },
          ...ways
            .filter(({ name }) => name !== 'failed' || ended.failed > 0)
            .map(({ name, says }) => ({
              label:
                name === 'failed' ? 'Failed' : name === 'truncated' ? 'Truncated' : 'Terminated',
              value: formatShare(ended[name] / episodes),
              detail: `${formatInteger(ended[name])} ${says.replace(/^\w+ /, '')}`,
              ...(name === 'failed' ? { tone: 'bad' as const } : {}),
            })),
        ],
      },
    ]
  }
  const rows = runs.flatMap(({ run, ended, episodes, turns }) =>
    ways.map(({ name }) => ({
      run,
      name,
      count: ended[name],
      share: episodes > 0 ? ended[name] / episodes : null,
      turns,
    })),
  )
  const table = tableOf<(typeof rows)[number]>(
    [
      ['Run', 'text', ({ run }) => run],
      ['Ended', 'text', ({ name }) => name],
      ['Episodes', 'integer', ({ count }) => count],
      ['Share', 'share', ({ share }) => share],
    ],
    rows,
    ({ run, name }) => queryOf(runTerms(runs, run), term('ended', name)),
  )
  const spec = stackedPlot({
    description: `How the episodes of ${plural(runs.length, 'run')} ended: terminated, truncated or failed.`,
    rows: runs.map(({ run, ended, episodes }) => ({
      name: run,
      shares: ways.map(({ name }) => (episodes > 0 ? ended[name] / episodes : 0)),
    })),
    parts: ways.map(({ name, color }) => ({ name, color })),
    valueTitle: 'Share of episodes',
    rowTitle: 'Run',
  })
  return [figureOf('How episodes ended', spec, table)]
}

function distribution({ runs, bins }: TurnsData): Block[] {
  if (bins.length === 0)
    return [noteOf('Every episode failed: there are no turns to count.', 'warning')]
  const played = runs.some(({ ended }) => ended.failed > 0) ? ['-ended:failed'] : []
  const table = distributionTable(runs, bins, 'Turns', ({ terms }) => [
    ...terms.map((comparison) => `turns${comparison}`),
    ...played,
  ])
  const spec = histogramPlot({
    description: 'Distribution of the number of turns of an episode; dashed lines are means.',
    bins,
    runs: runs.map(({ run, counts, turns }) => ({ run, counts, mean: turns.mean })),
    valueTitle: 'Turns of an episode (count); dashed: mean',
    counted: 'episodes',
    integers: true,
  })
  return [figureOf('Distribution of turns', spec, table)]
}
