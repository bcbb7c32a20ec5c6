import type { EpisodeResult } from '../../result.ts'
import {
  boundedInterval,
  mean,
  type Pair,
  type PairedDifference,
  pairedDifference,
} from '../../statistics.ts'
import type { PanelRun } from '../panel.ts'

export type Measure = 'success' | 'reward'

/** How a run differs from the first one where both played the same. */
export interface RunDifference {
  readonly run: string
  readonly baseline: string
  readonly measure: Measure
  /** null: no pair is scored on both sides. */
  readonly difference: PairedDifference | null
  /** Starts (task and seed) without a pair, and why. */
  readonly leftOut: {
    readonly onlyBaseline: number
    readonly onlyRun: number
    /** Both played it, but it is scored on one side at most. */
    readonly unscored: number
  }
}

/**
 * Pairs are starts that both runs played: the same task, unchanged, from the same seed. The members of
 * a group are averaged within their run first, so that a start counts once.
 */
export function compareRuns(
  baseline: PanelRun<number>,
  run: PanelRun<number>,
  measure: Measure,
): RunDifference {
  const before = startsOf(baseline, measure)
  const after = startsOf(run, measure)
  const shared = [...before].flatMap(([key, start]) => {
    const other = after.get(key)
    return other ? [{ start, other }] : []
  })
  const pairs = shared.flatMap(({ start, other }): Pair[] => {
    const [one, two] = [mean(start.values), mean(other.values)]
    if (one === null || two === null) return []
    return [{ before: one, after: two, cluster: start.task ?? start.key }]
  })
  const tasks = new Set(pairs.map(({ cluster }) => cluster))
  return {
    run: run.label,
    baseline: baseline.label,
    measure,
    difference: bounded(
      // Of a single task, the seeds are all that is drawn.
      pairedDifference(
        tasks.size > 1 ? pairs : pairs.map((pair, index) => ({ ...pair, cluster: String(index) })),
      ),
      measure,
    ),
    leftOut: {
      onlyBaseline: before.size - shared.length,
      onlyRun: after.size - shared.length,
      unscored: shared.length - pairs.length,
    },
  }
}

/** Shares differ by 100 points at most. */
function bounded(difference: PairedDifference | null, measure: Measure): PairedDifference | null {
  return difference && measure === 'success' ? boundedInterval(difference, -1, 1) : difference
}

interface Start {
  readonly key: string
  readonly task: string | null
  /** Of the scored members of its group. */
  readonly values: number[]
}

function startsOf(
  { results, facts: seeds }: PanelRun<number>,
  measure: Measure,
): Map<string, Start> {
  const starts = new Map<string, Start>()
  for (const [index, result] of results.entries()) {
    const { task } = result
    const key = JSON.stringify([task?.id ?? null, task?.hash ?? null, seeds[index] ?? null])
    const start = starts.get(key) ?? { key, task: task?.id ?? null, values: [] }
    const value = measured(result, measure)
    if (value !== null) start.values.push(value)
    starts.set(key, start)
  }
  return starts
}

function measured({ success, reward }: EpisodeResult, measure: Measure): number | null {
  if (measure === 'success') return success === null ? null : Number(success)
  return reward.status === 'scored' ? reward.value : null
}
