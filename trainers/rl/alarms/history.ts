import type { RlMetrics } from '../metrics.ts'

/** What alarms remember of the updates before: plain JSON, so that a resumed run raises the same ones. */
export type History = {
  /** The last updates, the latest last. */
  readonly recent: readonly Remembered[]
  /** The first ones: what the run began with. */
  readonly first: readonly Remembered[]
  /** Of means over five updates. */
  readonly lowestEntropy: number | null
  readonly highestStd: number | null
  readonly highestReward: number | null
  /** Largest standard deviation of returns so far: what rewards are measured with. */
  readonly rewardScale: number
  /** Counts at the last update. */
  readonly episodes: number
  readonly skipped: number
  readonly bestEval: { readonly value: number; readonly reward: number } | null
}

export type Remembered = {
  readonly reward: number | null
  readonly std: number | null
  readonly gradient: number | null
  readonly entropy: number | null
  readonly duplicates: number | null
}
export type Field = keyof Remembered

export const noHistory: History = {
  ...{ recent: [], first: [], lowestEntropy: null, highestStd: null, highestReward: null },
  ...{ rewardScale: 0, episodes: 0, skipped: 0, bestEval: null },
}

/** Updates that are remembered, and those that a mean is taken over. */
const WINDOW = 25
export const FEW = 5

/** The history with one update more. */
export function remember(history: History, metrics: RlMetrics): History {
  const now = rememberedOf(metrics)
  const recent = [...history.recent, now].slice(-WINDOW)
  const withNow = { ...history, recent }
  return {
    recent,
    first: history.first.length < FEW ? [...history.first, now] : history.first,
    lowestEntropy: extreme(Math.min, history.lowestEntropy, meanOfLast(withNow, 'entropy')),
    highestStd: extreme(Math.max, history.highestStd, meanOfLast(withNow, 'std')),
    highestReward: extreme(Math.max, history.highestReward, meanOfLast(withNow, 'reward')),
    rewardScale: Math.max(history.rewardScale, finite(metrics.reward_std) ?? 0),
    episodes: metrics.episodes,
    skipped: metrics.skipped,
    bestEval: betterEval(withNow, metrics),
  }
}

/** Where nothing was trained there is no gradient, and no token whose entropy could be told. */
function rememberedOf(metrics: RlMetrics): Remembered {
  const isTrained = (metrics['rollout/kept_groups'] ?? 0) > 0
  const ofTraining = (value: number | undefined) => (isTrained ? finite(value) : null)
  return {
    reward: finite(metrics.reward),
    std: finite(metrics['rollout/in_group_std']),
    gradient: ofTraining(metrics.grad_norm),
    entropy: ofTraining(metrics.entropy),
    duplicates: finite(metrics['episode/duplicate_ratio']),
  }
}

/** Of held-out episodes: the share of successes, or the mean return where the env tells no success. */
export const evalOf = (metrics: RlMetrics): number | null =>
  finite(metrics['eval/success'] ?? metrics['eval/return'])

function betterEval(history: History, metrics: RlMetrics): History['bestEval'] {
  const value = evalOf(metrics)
  const reward = meanOf(history.recent.slice(-FEW), 'reward')
  if (value === null || reward === null) return history.bestEval
  const { bestEval } = history
  return bestEval === null || value >= bestEval.value ? { value, reward } : bestEval
}

export const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null

export function valuesOf(updates: readonly Remembered[], field: Field): number[] {
  return updates.flatMap((update) => update[field] ?? [])
}

export function meanOf(updates: readonly Remembered[], field: Field): number | null {
  const values = valuesOf(updates, field)
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Null until there are five. */
function meanOfLast({ recent }: History, field: Field): number | null {
  const last = recent.slice(-FEW)
  return valuesOf(last, field).length < FEW ? null : meanOf(last, field)
}

/** What the run began with; null until that is known. */
export const startOf = ({ first }: History, field: Field): number | null =>
  first.length < FEW ? null : meanOf(first, field)

export function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
  return (lower + upper) / 2
}

function extreme(
  choose: (a: number, b: number) => number,
  before: number | null,
  now: number | null,
): number | null {
  return before === null || now === null ? (before ?? now) : choose(before, now)
}
