import { mean } from '../../runs/index.ts'
import type { Collector } from '../rollouts/collect.ts'
import type { GroupPlan, RolloutGroup } from '../rollouts/rollout-group.ts'

export interface Evaluation {
  /** Share of successes; null where nothing tells of success. */
  readonly success: number | null
  /** Mean return of the scored; null where none is. */
  readonly return: number | null
  readonly metrics: Readonly<Record<string, number>>
}

export interface EvaluateOptions {
  readonly collector: Collector
  readonly plans: readonly GroupPlan[]
  readonly update: number
  /** At the sampling temperature, too. */
  readonly sampled: boolean
  readonly signal: AbortSignal
}

/** Plays held-out episodes, always the same: greedily, and if asked for as in training. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { collector, plans, update, sampled, signal } = options
  const greedy = await Promise.all(plans.map((plan) => collector.playGreedy(plan, update, signal)))
  const drawn = sampled
    ? await Promise.all(plans.map((plan) => collector.play(plan, update, signal)))
    : []
  const figures = figuresOf(greedy)
  return {
    ...figures,
    metrics: {
      ...named('eval/', figures),
      ...byDifficulty(greedy),
      ...named('eval/sampled_', figuresOf(drawn)),
    },
  }
}

function figuresOf(groups: readonly RolloutGroup[]): Omit<Evaluation, 'metrics'> {
  const known = groups.flatMap(({ successes }) => successes.filter((success) => success !== null))
  const returns = groups.flatMap((group) => group.returns.filter((value) => value !== null))
  return { success: mean(known.map(Number)), return: mean(returns) }
}

function named(prefix: string, figures: Omit<Evaluation, 'metrics'>): Record<string, number> {
  const { success, return: value } = figures
  return {
    ...(success === null ? {} : { [`${prefix}success`]: success }),
    ...(value === null ? {} : { [`${prefix}return`]: value }),
  }
}

/** Success by difficulty, where there are several. */
function byDifficulty(groups: readonly RolloutGroup[]): Record<string, number> {
  const levelOf = ({ plan }: RolloutGroup) => plan.task?.difficulty
  const levels = [...new Set(groups.map(levelOf))]
  if (levels.length < 2) return {}
  return Object.fromEntries(
    levels.flatMap((level) => {
      const { success } = figuresOf(groups.filter((group) => levelOf(group) === level))
      return level === undefined || success === null ? [] : [[`eval/success/${level}`, success]]
    }),
  )
}
