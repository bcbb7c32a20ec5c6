import { type Score, sumUsage, type Timings } from '../core/index.ts'
import { causeOf, type EpisodeResult } from './result.ts'
import type { Rate, Spread, Summary } from './run-file.ts'
import { mean, passAtK, passHatK, percentile, standardDeviation, wilson } from './statistics.ts'

/** The figures of a run. Unscored episodes are counted by class and enter nothing else they cannot tell about. */
export function summarize(results: readonly EpisodeResult[]): Summary {
  const played = results.filter(({ error }) => error === null)
  const scored = results.filter(({ reward }) => reward.status === 'scored')
  const turns = played.map((result) => result.turns)
  const presets = [...new Set(results.flatMap(({ scores }) => Object.keys(scores)))]
  const sandboxes = [...new Set(results.flatMap(({ sandbox }) => sandbox ?? []))].sort()
  const stopped = countBy(played.flatMap(({ stop }) => stop ?? []))
  const usages = results.flatMap(({ usage }) => usage ?? [])
  const phase = (name: keyof Timings) => quantiles(played.map(({ timings }) => timings[name]))
  return {
    episodes: results.length,
    scored: scored.length,
    unscored: results.length - scored.length,
    unscoredByClass: countBy(results.flatMap(({ reward }) => causeOf(reward) ?? [])),
    success: successOf(results),
    successBy: {
      split: successBy(results, 'split'),
      difficulty: successBy(results, 'difficulty'),
      kind: successBy(results, 'kind'),
    },
    reward: spreadOf(results.map(({ reward }) => reward)),
    rewards: Object.fromEntries(
      presets.map((name) => [name, spreadOf(results.flatMap(({ scores }) => scores[name] ?? []))]),
    ),
    turns: {
      mean: mean(turns),
      total: turns.reduce((sum, count) => sum + count, 0),
      ...quantiles(turns),
    },
    ...(Object.keys(stopped).length > 0 ? { stopped } : {}),
    failedActions: played.reduce((sum, result) => sum + result.failedActions, 0),
    retried: results.filter(({ attempts }) => attempts > 1).length,
    timings: {
      setupMs: phase('setupMs'),
      agentMs: phase('agentMs'),
      envMs: phase('envMs'),
      gradingMs: phase('gradingMs'),
    },
    ...overGroups(results),
    sandbox: sandboxes.length > 0 ? sandboxes.join(', ') : null,
    ...(usages.length > 0 ? { usage: sumUsage(usages) } : {}),
  }
}

/** Success over the scored episodes only. */
function successOf(results: readonly EpisodeResult[]): Rate {
  const known = results.filter(({ success }) => success !== null)
  const successes = known.filter(({ success }) => success).length
  const interval = wilson(successes, known.length)
  return {
    rate: known.length === 0 ? null : successes / known.length,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    successes,
    of: known.length,
  }
}

function successBy(
  results: readonly EpisodeResult[],
  field: 'split' | 'difficulty' | 'kind',
): Record<string, Rate> {
  const parts = groupBy(
    results.filter(({ task }) => task?.[field] !== undefined),
    ({ task }) => String(task?.[field]),
  )
  return Object.fromEntries(
    [...parts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([value, part]) => [value, successOf(part)]),
  )
}

/** Means over groups, each with its scored members; a group with fewer than k of them says nothing about k. */
function overGroups(
  results: readonly EpisodeResult[],
): Pick<Summary, 'groups' | 'passAtK' | 'passHatK'> {
  const groups = [...groupBy(results, ({ group }) => group).values()]
  const counts = groups.map((members) => {
    const { of, successes } = successOf(members)
    return { n: of, c: successes }
  })
  const largest = Math.max(0, ...counts.map(({ n }) => n))
  const passes: Pick<Summary, 'passAtK' | 'passHatK'> = { passAtK: {}, passHatK: {} }
  // A run without groups has nothing to say beyond its success rate.
  if (largest < 2) return { groups: groups.length, ...passes }
  for (let k = 1; k <= largest; k++) {
    const able = counts.filter(({ n }) => n >= k)
    passes.passAtK[k] = mean(able.map(({ n, c }) => passAtK(n, c, k))) ?? 0
    passes.passHatK[k] = mean(able.map(({ n, c }) => passHatK(n, c, k))) ?? 0
  }
  return { groups: groups.length, ...passes }
}

function spreadOf(scores: readonly Score[]): Spread {
  const values = scores.flatMap((score) => (score.status === 'scored' ? [score.value] : []))
  return {
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    episodes: values.length,
  }
}

function quantiles(values: readonly number[]) {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95) }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const members = groups.get(key)
    if (members) members.push(item)
    else groups.set(key, [item])
  }
  return groups
}

function countBy(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...groupBy(values, String)].map(([value, all]) => [value, all.length]))
}
