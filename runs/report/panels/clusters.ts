import type { EpisodeResult } from '../../result.ts'
import { type MeanInterval, meanInterval } from '../../statistics.ts'

/**
 * What was drawn independently of what: the tasks, or the groups where there are no tasks or a single
 * one, whose seeds are all that is drawn.
 */
export function clusterOf(results: readonly EpisodeResult[]): (result: EpisodeResult) => string {
  const tasks = new Set(results.map(({ task }) => task?.id ?? null))
  return tasks.size > 1 ? ({ task, group }) => task?.id ?? `group ${group}` : ({ group }) => group
}

/** The mean of what is known of the episodes; what is null counts as unknown. */
export function meanOver(
  results: readonly EpisodeResult[],
  knownOf: (result: EpisodeResult, index: number) => number | null,
): MeanInterval | null {
  const clusters = clusterOf(results)
  const known = results.flatMap((result, index) => {
    const value = knownOf(result, index)
    return value === null ? [] : [{ value, cluster: clusters(result) }]
  })
  return meanInterval(
    known.map(({ value }) => value),
    (index) => known[index]?.cluster ?? index,
  )
}

/** Whether any episodes share a start: intervals that take them for independent are too narrow. */
export function isGrouped(results: readonly EpisodeResult[]): boolean {
  return new Set(results.map(({ group }) => group)).size < results.length
}
