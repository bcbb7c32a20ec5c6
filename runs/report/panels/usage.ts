import type { Usage } from '../../../core/index.ts'
import { mean } from '../../statistics.ts'
import type { Block } from '../blocks.ts'
import { definePanel, type PanelRun } from '../panel.ts'
import { type Bin, binsOf, countsIn } from '../plots/bins.ts'
import { histogramPlot } from '../plots/histogram.ts'
import { distributionTable } from './distribution.ts'
import { figureOf, noteOf } from './figure.ts'
import { queryOf, runTerms } from './query.ts'
import { tableOf } from './tables.ts'

interface RunUsage extends Usage {
  readonly run: string
  /** Episodes that say what they took. */
  readonly episodes: number
  readonly meanTokens: number | null
  readonly costPerSuccess: number | null
  /** Episodes in each bin. */
  readonly counts: readonly number[]
}

interface UsageData {
  readonly runs: readonly RunUsage[]
  /** Of prompt and completion tokens together. */
  readonly bins: readonly Bin[]
}

/** What the agents' sampling took, where their server counted it. */
export const usagePanel = definePanel<undefined, UsageData>({
  id: 'usage',
  title: 'Tokens',
  collect(runs) {
    const counted = runs.filter(({ summary }) => summary.usage !== undefined)
    if (counted.length === 0) return null
    const bins = binsOf(counted.flatMap(tokensOf))
    return { runs: counted.flatMap((run) => usageOf(run, bins)), bins }
  },
  show({ runs, bins }) {
    const isEstimated = runs.some(({ estimated }) => estimated)
    return [
      { kind: 'table', title: 'In all', table: totals(runs) },
      distribution(runs, bins),
      ...(isEstimated ? [noteOf('Where a server did not count, tokens are estimated.')] : []),
    ]
  },
})

/** Of each episode that says. */
function tokensOf({ results }: PanelRun<undefined>): number[] {
  return results.flatMap(({ usage }) =>
    usage ? [usage.promptTokens + usage.completionTokens] : [],
  )
}

function usageOf(run: PanelRun<undefined>, bins: readonly Bin[]): RunUsage[] {
  const { usage, success } = run.summary
  if (!usage) return []
  const { cost, estimated, ...counts } = usage
  const tokens = tokensOf(run)
  return [
    {
      run: run.label,
      episodes: tokens.length,
      ...counts,
      ...(cost === undefined ? {} : { cost }),
      ...(estimated ? { estimated } : {}),
      meanTokens: mean(tokens),
      costPerSuccess:
        cost === undefined || success.successes === 0 ? null : cost / success.successes,
      counts: countsIn(bins, tokens),
    },
  ]
}

function totals(runs: readonly RunUsage[]) {
  const hasCost = runs.some(({ cost }) => cost !== undefined)
  return tableOf<RunUsage>(
    [
      ['Run', 'text', ({ run }) => run],
      ['Requests', 'integer', ({ requests }) => requests],
      ['Prompt tokens', 'integer', ({ promptTokens }) => promptTokens],
      ['of them cached', 'integer', ({ cachedTokens }) => cachedTokens],
      ['Completion tokens', 'integer', ({ completionTokens }) => completionTokens],
      ['Tokens an episode', 'number', ({ meanTokens }) => meanTokens],
      ...(hasCost
        ? ([
            ['Cost', 'number', ({ cost }: RunUsage) => cost ?? null],
            ['Cost a success', 'number', ({ costPerSuccess }: RunUsage) => costPerSuccess],
          ] as const)
        : []),
    ],
    runs,
    ({ run }) => queryOf(runTerms(runs, run)),
  )
}

function distribution(runs: readonly RunUsage[], bins: readonly Bin[]): Block {
  const table = distributionTable(runs, bins, 'Tokens')
  const spec = histogramPlot({
    description: 'Distribution of the tokens of an episode, prompt and completion together.',
    bins,
    runs: runs.map(({ run, counts, meanTokens }) => ({ run, counts, mean: meanTokens })),
    valueTitle: 'Tokens of an episode (count); dashed: mean',
    counted: 'episodes',
  })
  return figureOf('Tokens of an episode', spec, table)
}
