import { type ArmResult, type Curve, rowsOf, scores } from './curve.ts'
import type { Recipe } from './recipe.ts'

/** What the seeds of an arm came to: medians. */
export interface Measured {
  readonly label: string
  readonly seeds: number
  /** Of greedy held-out episodes: before rewards, of the best evaluation (its policy is kept), and at the end. */
  readonly warm: number | null
  readonly best: number
  readonly lowest: number
  readonly last: number
  /** Updates and seconds to the target; null where half of the seeds did not come to it. */
  readonly updatesToTarget: number | null
  readonly secondsToTarget: number | null
  readonly updates: number
  readonly episodes: number
  readonly seconds: number
  readonly warmSeconds: number
}

/** Of an even number the mean of the two in the middle; of none, not a number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

export function measure(
  { arm, curves }: ArmResult,
  { target, score = 'success' }: Pick<Recipe, 'target' | 'score'>,
): Measured {
  const evaluated = curves.map((curve) =>
    rowsOf(curve).flatMap((row) => {
      const value = scores[score](row)
      return value === null ? [] : [{ value, update: row.update ?? 0, seconds: row.seconds ?? 0 }]
    }),
  )
  const best = evaluated.map((points) => Math.max(...points.map(({ value }) => value)))
  const reached = evaluated.map((points) =>
    points.find(({ value }) => target !== undefined && value >= target),
  )
  // A seed that did not come to the target counts as later than all that did.
  const ofReached = (pick: (at: { update: number; seconds: number }) => number) => {
    const value = median(reached.map((at) => (at ? pick(at) : Number.POSITIVE_INFINITY)))
    return Number.isFinite(value) ? value : null
  }
  const of = (pick: (curve: Curve) => number) => median(curves.map(pick))
  const warm = curves.flatMap(({ warm }) => (warm && scores[score](warm)) ?? [])
  return {
    label: arm.label,
    seeds: curves.length,
    warm: warm.length === 0 ? null : median(warm),
    best: median(best),
    lowest: Math.min(...best),
    last: median(evaluated.map((points) => points.at(-1)?.value ?? Number.NaN)),
    updatesToTarget: ofReached(({ update }) => update),
    secondsToTarget: ofReached(({ seconds }) => seconds),
    updates: of(({ updates }) => updates),
    episodes: of(({ episodes }) => episodes),
    seconds: of(({ seconds }) => seconds),
    warmSeconds: of(({ warmSeconds }) => warmSeconds),
  }
}

/** The median of the best arm against target and aim. */
export function verdict(
  { target, aim }: Pick<Recipe, 'target' | 'aim'>,
  measured: readonly Measured[],
): string {
  if (target === undefined) return 'no target'
  const best = Math.max(...measured.map((each) => each.best))
  if (best < target) return 'missed'
  return aim === undefined || best >= aim ? 'reached' : 'reached, aim missed'
}

export interface TaskResult {
  readonly recipe: Recipe
  readonly measured: readonly Measured[]
}

const HEAD = [
  ...['task', 'seeds', 'warm start', 'best (lowest seed)', 'last', 'target, aim', ''],
  ...['updates', 'to target', 'episodes', 'seconds', 'to target', 'before'],
]

/** Markdown: a row an arm, medians over seeds. */
export function learningTable(results: readonly TaskResult[]): string {
  const rows = results.flatMap(({ recipe, measured }) =>
    measured.map((each) => rowOf(recipe, each)),
  )
  return [HEAD, HEAD.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function rowOf(recipe: Recipe, each: Measured): readonly string[] {
  const { task, target, aim, arms } = recipe
  const goal = [target, aim].filter((value) => value !== undefined).map((value) => value.toFixed(2))
  return [
    arms.length > 1 ? `${task} ${each.label}` : task,
    String(each.seeds),
    share(each.warm),
    `${share(each.best)} (${share(each.lowest)})`,
    share(each.last),
    goal.join(', ') || '-',
    verdict(recipe, [each]),
    grouped(each.updates),
    grouped(each.updatesToTarget),
    grouped(each.episodes),
    grouped(each.seconds),
    grouped(each.secondsToTarget),
    grouped(each.warmSeconds),
  ]
}

const share = (value: number | null) => value?.toFixed(3) ?? '-'
const grouped = (value: number | null) =>
  value === null ? '-' : Math.round(value).toLocaleString('en-US')
